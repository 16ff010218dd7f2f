// npm run test:action: runs the steps of the GitHub Action as a runner does, with inputs that try to run commands. The last line is
// "N passed, N failed". actionlint checks the workflows if it is installed, or if Go can install it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'

const root = resolve('.')
const folder = mkdtempSync(join(tmpdir(), 'mock-action-'))
const project = join(folder, 'project')
const shims = join(root, 'test/action/shims')
const CREDENTIALS = { 'MX-API-Key': 'k', 'MX-Client-ID': 'c' }
const FIXTURE = {
  atrium: {
    credentials: [{ apiKey: 'k', clientId: 'c' }],
    users: [{ guid: 'USR-00000000-0000-0000-0000-000000000001', identifier: 'anna' }]
  }
}

/** How this machine reaches the npm registry: npm asks it about the optional test runners. */
const networkVariables = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^npm_config_|_proxy$|^NODE_EXTRA_CA_CERTS$/i.test(name))
)

/** Runs the shell steps of an action. Its inputs and outputs are variables and files, as on a runner. */
function runAction(path, inputs = {}, name = 'runner', variables = {}) {
  const place = join(root, path)
  const { inputs: declared, runs } = parse(readFileSync(join(place, 'action.yml'), 'utf8'))
  const values = Object.fromEntries(Object.entries(declared).map(([key, { default: value }]) => [key, value]))
  const runner = join(folder, name)
  mkdirSync(runner, { recursive: true })
  const files = { GITHUB_OUTPUT: join(runner, 'output'), GITHUB_ENV: join(runner, 'env') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  let output = ''
  let status = 0
  for (const { run, env = {} } of runs.steps) {
    if (run === undefined || status !== 0) continue
    assert.ok(!run.includes('${{'), 'no expression is inserted into a script')
    const own = Object.entries(env).map(([key, text]) => [
      key,
      text.replace(/^\$\{\{ inputs\.([\w-]+) \}\}$/, (_, input) => ({ ...values, ...inputs })[input])
    ])
    const script = join(runner, 'step.sh')
    writeFileSync(script, run)
    const result = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: project,
      encoding: 'utf8',
      timeout: 120_000,
      env: {
        PATH: `${shims}:${process.env.PATH}`,
        HOME: process.env.HOME,
        ...networkVariables,
        RUNNER_TEMP: runner,
        GITHUB_ACTION_PATH: place,
        PROGRAM_UNDER_TEST: join(root, 'dist/main.cjs'),
        ...files,
        ...variables,
        ...Object.fromEntries(own)
      }
    })
    output += result.stdout + result.stderr
    status = result.status
  }
  const pairs = Object.values(files).flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
  return { status, output, ...Object.fromEntries(pairs.filter(Boolean).map((line) => line.split(/=(.*)/s))) }
}

const start = (inputs, name, variables) => runAction('.', { port: '0', ...inputs }, name, variables)
const stop = (name) => runAction('action/stop', {}, name)

/** Starts the mock, uses it, and checks the files that the action for the end exports. */
async function roundTrip(inputs, name) {
  const { status, output, url, MOCK_URL } = start(inputs, name)
  assert.equal(status, 0, output)
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.equal(MOCK_URL, url)
  for (const path of ['', '/sandboxes/w1']) {
    const { users } = await (await fetch(`${url}${path}/users`, { headers: CREDENTIALS })).json()
    assert.deepEqual(
      users.map(({ identifier }) => identifier),
      ['anna'],
      'the mock starts with the first fixture, in every sandbox'
    )
  }
  const again = start(inputs, name)
  assert.match(again.output, /::error .*the mock is already running/)
  const stopped = stop(name)
  assert.equal(stopped.status, 0, stopped.output)
  const exported = (file) => JSON.parse(readFileSync(join(stopped.path, file), 'utf8'))
  const names = ['coverage.json', 'mock.log', 'requests-default.har', 'requests-w1.har']
  assert.deepEqual(readdirSync(stopped.path).sort(), names)
  for (const file of names.slice(2)) assert.equal(exported(file).log.entries[0].request.method, 'GET', file)
  assert.ok(exported('coverage.json').meta.demonstrated > 0)
  await assert.rejects(fetch(url), 'the mock is stopped')
  assert.equal(stop(name).output, 'already stopped\n')
}

const checks = {
  async 'a package, with fixtures and options'(tarball) {
    await roundTrip({ package: tarball, fixtures: 'mine.json\n\n other.csv ', options: '--auth=any\n' })
  },
  async 'an image, with a token'() {
    await roundTrip({ image: 'registry.example/mock', fixtures: 'mine.json', 'admin-token': 's3cr3t' }, 'container')
  },
  'inputs run no commands, and bad ones are errors'(tarball) {
    const rows = [
      [{ port: '1; touch pwned' }, /port: expected a number from 0 to 65535, not '1; touch pwned'/],
      [{ port: '70000' }, /port: expected/],
      [{ timeout: '$(touch pwned)' }, /timeout: expected a number of seconds/],
      [{ fixtures: '$(touch pwned).json' }, /fixtures: no such file: \$\(touch pwned\)\.json/],
      [{ fixtures: 'Bad Name.json' }, /fixtures: the name of a set has .* rename Bad Name\.json/],
      [{ fixtures: 'mine.json\nother/mine.csv' }, /fixtures: two files are named mine, .* rename other\/mine\.csv/],
      [{ fixtures: 'invalid.json' }, /the mock ended: .*invalid\.json/],
      [{ package: '--global' }, /expected a package or an image, not an option: '--global'/],
      [{ image: '--privileged' }, /expected a package or an image, not an option/],
      [{ image: 'a', package: 'b' }, /package and image: use only one of them/],
      [{ package: './missing.tgz' }, /package: npm cannot install \.\/missing\.tgz/],
      [{ options: '--prot=1; touch pwned' }, /the mock ended: .*--prot/],
      [{ options: '`touch pwned`' }, /the mock ended: /],
      [{ port: '1\n::set-output name=x::y' }, /^::error title=atrium-atms-mock::[^\n]*%0A::set-output[^\n]*\n$/]
    ]
    for (const [i, [inputs, expected]] of rows.entries()) {
      const { status, output } = start(
        inputs.package || inputs.image ? inputs : { package: tarball, ...inputs },
        `bad-${i}`
      )
      assert.doesNotMatch(stop(`bad-${i}`).output, /ended before/, JSON.stringify(inputs))
      assert.equal(status, 1, JSON.stringify(inputs))
      assert.match(output, expected, JSON.stringify(inputs))
    }
    assert.ok(!existsSync(join(project, 'pwned')), 'no input ran a command')
  },
  'a warning of Node before the address'(tarball) {
    const variables = { NODE_OPTIONS: '--experimental-loader=data:text/javascript,' }
    const { status, output } = start({ package: tarball, timeout: '20' }, 'warning', variables)
    assert.equal(status, 0, output)
    assert.doesNotMatch(output, /sed:/)
    assert.equal(stop('warning').status, 0)
  },
  'the end reports a mock that was not started, or that ended'(tarball) {
    assert.match(stop('unused').output, /::error .*the mock was not started/)
    assert.equal(start({ package: tarball }, 'killed').status, 0)
    process.kill(Number(readFileSync(join(folder, 'killed/atrium-atms-mock/pid'), 'utf8')), 'SIGKILL')
    const { status, output, path } = stop('killed')
    assert.equal(status, 1)
    assert.match(output, /::error .*the mock (?:ended before this step|does not respond)/)
    assert.ok(existsSync(join(path, 'mock.log')), 'its log is uploaded')
  },
  'actionlint reports no problems'() {
    const found = ['actionlint', join(process.env.HOME ?? '', 'go/bin/actionlint')]
    const installed = () => found.find((command) => spawnSync(command, ['-version']).status === 0)
    if (!installed()) spawnSync('go', ['install', 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.10'])
    const command = installed()
    if (command === undefined) return 'skipped: actionlint is not installed, and Go neither'
    const { status, stdout } = spawnSync(command, [], { encoding: 'utf8' })
    assert.equal(status, 0, stdout)
  }
}

function prepare() {
  mkdirSync(project)
  writeFileSync(join(project, 'mine.json'), JSON.stringify(FIXTURE))
  writeFileSync(join(project, 'other.csv'), 'identifier\nberta\n')
  mkdirSync(join(project, 'other'))
  writeFileSync(join(project, 'other/mine.csv'), 'identifier\nberta\n')
  writeFileSync(join(project, 'Bad Name.json'), '{}')
  writeFileSync(join(project, 'invalid.json'), '{"atrium": 1}')
  const { stdout } = spawnSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    encoding: 'utf8'
  })
  return join(folder, stdout.trim())
}

let failed = 0
try {
  const tarball = prepare()
  for (const [name, check] of Object.entries(checks)) {
    try {
      console.log(`ok: ${name} ${(await check(tarball)) ?? ''}`)
    } catch (error) {
      failed++
      console.log(`FAILED: ${name}\n${error.stack}`)
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
