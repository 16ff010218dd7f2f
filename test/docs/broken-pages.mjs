// Pages that test:docs must fail: each one has a fault.
import assert from 'node:assert/strict'

const block = (language, text, before = '') => `${before}\n\`\`\`${language}\n${text}\n\`\`\`\n`
/** Another server at a port of the page. */
const TAKES_PORT = `node -e "require('http').createServer((_, response) => response.end()).listen(3001, '127.0.0.1')" &
curl -sf --retry 30 --retry-delay 1 --retry-connrefused localhost:3001`
const ON_PORT = block('sh', 'atrium-atms-mock --port 3001 --ephemeral', '<!-- background -->')
const NO_SERVER = '<!-- server: none -->\n'

/** Pages, and the error that is reported for each. */
const BROKEN = {
  'another output': [block('sh', 'echo one') + block('text', 'two'), /another output/],
  'another output around a gap': [block('sh', 'seq 3') + block('text', '1\n…\n4'), /another output/],
  'an exit code': [block('sh', 'true\nfalse\ntrue'), /exit 1/],
  'an exit code in a pipe': [block('sh', 'false | cat'), /exit 1/],
  'a syntax error in sh': [block('sh', 'if true'), /exit \d+/],
  'a file that no block writes': [block('sh', 'cat users.json'), /exit 1/],
  'a file outside the folder': [block('csv', 'a,b', '<!-- file: ../users.csv -->'), /not in the folder/],
  'an exception in js': [block('js', "throw new Error('x')"), /exit 1/],
  'a missing import in js': [block('js', "import 'nothing-of-this-name'"), /exit 1/],
  'an exception in ts': [block('ts', "const x: string = 'x'\nthrow new Error(x)"), /exit 1/],
  'an exception in Python': [block('python', "raise ValueError('x')"), /exit 1/],
  'invalid JSON': [block('json', '{ "a": 1, }'), /not valid JSON/],
  'invalid JSON with comments': [block('jsonc', '// a\n{ "a" 1 }'), /not valid JSON/],
  'invalid YAML': [block('yaml', 'a: [1'), /not valid YAML/],
  'an invalid Compose file': [block('yaml', 'services:\n  mock:\n    imagge: x'), /schema of Compose/],
  'an invalid workflow': [block('yaml', 'on: push\njobs:\n  a:\n    steps: []'), /schema of GitHub workflow/],
  'invalid steps': [block('yaml', 'steps:\n  - run: x\n    whith: y'), /schema of GitHub workflow/],
  'an invalid pipeline': [block('yaml', 'test:\n  script: x\n  image: [1]'), /schema of GitLab CI/],
  'an invalid manifest': [
    block('yaml', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  portz: []'),
    /schema of Kubernetes/
  ],
  'a member that does not exist': [block('js', 'console.log({}.name)'), /printed undefined/],
  'a server that ends': [block('sh', 'echo stopped', '<!-- background -->'), /ended before its server responded/],
  'another server at its port': [block('sh', TAKES_PORT) + ON_PORT, /port \d+ is already in use/]
}

/** Everything that a page can contain, without a fault. */
const CORRECT = [
  '<!-- server: --ephemeral --auth any -->\n# Page\n',
  block('sh', 'name=one\nmkdir -p folder\ncd folder'),
  block('sh', 'echo $name $(basename $PWD)\ncurl -sf localhost:3000/__admin/health'),
  block('text', 'one folder\n{…"healthy"…}'),
  block('js', "import { startMock } from 'atrium-atms-mock'\nconsole.log(typeof startMock)"),
  block('text', 'function'),
  block('ts', '// typed.test.ts\nexport const a: number = 1'),
  block('python', "import requests\nprint(requests.get('http://localhost:3000/__admin/health').status_code)"),
  block('text', '200'),
  block('python', '# users.py\nimport wiremock'),
  block('json', '{ "port": 3001 }', '<!-- file: data/users.json -->'),
  block('sh', 'cd ..\npython3 users.py\ncat data/users.json typed.test.ts >/dev/null'),
  block('yaml', 'steps:\n  - run: npm test'),
  block('sh', 'atrium-atms-mock --ephemeral', '<!-- background -->'),
  block('text', 'atrium-atms-mock is ready\n…/__admin/health\n…'),
  block('sh', 'atrium-atms-mock --port 3001 --ephemeral', '<!-- background -->'),
  block('sh', 'curl -sf localhost:3000/__admin/health localhost:3001/__admin/health'),
  block('sh', 'exit 1', '<!-- skip: shown only -->'),
  block('text', 'a message')
].join('\n')

/** A page whose port is only taken when it runs for the first time. */
const TAKEN_ONCE = block('sh', `if [ ! -e ~/ran ]; then touch ~/ran\n${TAKES_PORT}\nfi`) + ON_PORT

/** @param run runs a page @throws if a fault is not found */
export async function checkThatFaultsAreFound(run) {
  for (const [what, [page, expected]] of Object.entries(BROKEN)) {
    const name = `broken-${what.replaceAll(/\W+/g, '-')}`
    await assert.rejects(run(NO_SERVER + page, name), { message: expected }, what)
  }
  const { notRun, ...counts } = await run(CORRECT, 'correct')
  assert.deepEqual(counts, { run: 8, checked: 6, written: 3 })
  assert.deepEqual(
    notRun.map(({ reason }) => reason),
    ['shown only', 'text is only shown']
  )
  assert.equal((await run(NO_SERVER + TAKEN_ONCE, 'taken-once')).run, 2)
}
