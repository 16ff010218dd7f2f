import { once } from 'node:events'
import { existsSync, unwatchFile, watchFile } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Type } from '@sinclair/typebox'
import t from 'tap'
import { readOptions, requireKnownVariables, sortWords } from '../src/cli/options.ts'
import { progressLine } from '../src/cli/serve.ts'
import { readVersion } from '../src/common/version.ts'
import { HealthOptions, ServeOptions } from '../src/options/options.ts'
import { call, createAtriumUser, stateText } from './support/calls.ts'
import { fixture } from './support/fixtures.ts'
import { mockFor } from './support/mock.ts'
import { program } from './support/program.ts'
import { temporaryFolder } from './support/temporary.ts'
import { fakeTerminal, run, served } from './support/terminal.ts'

const SIZE = 'expected a size such as 1MiB, 500KiB or 4096, at most 256MiB'
const EPHEMERAL = ['--ephemeral', '--port', '0']

t.test('every option is a flag and a variable, and the flag wins', async (t) => {
  const rows: [keyof ServeOptions, string, string, unknown][] = [
    ['port', '--port', 'MOCK_PORT', 8080],
    ['host', '--host', 'MOCK_HOST', '0.0.0.0'],
    ['fixtures', '--fixtures', 'MOCK_FIXTURES', 'paging'],
    ['dataDir', '--data-dir', 'MOCK_DATA_DIR', '/data'],
    ['ephemeral', '--ephemeral', 'MOCK_EPHEMERAL', true],
    ['fresh', '--fresh', 'MOCK_FRESH', true],
    ['auth', '--auth', 'MOCK_AUTH', 'any'],
    ['atriumUserLimit', '--atrium-user-limit', 'MOCK_ATRIUM_USER_LIMIT', 100],
    ['guidSeed', '--guid-seed', 'MOCK_GUID_SEED', 'a=b'],
    ['watch', '--watch', 'MOCK_WATCH', true],
    ['cors', '--cors', 'MOCK_CORS', '*'],
    ['adminToken', '--admin-token', 'MOCK_ADMIN_TOKEN', 'secret'],
    ['noAdmin', '--no-admin', 'MOCK_NO_ADMIN', true],
    ['bodyLimit', '--body-limit', 'MOCK_BODY_LIMIT', 4096],
    ['fixturesDir', '--fixtures-dir', 'MOCK_FIXTURES_DIR', '/fixtures'],
    ['maxSandboxes', '--max-sandboxes', 'MOCK_MAX_SANDBOXES', 9],
    ['sandboxTtl', '--sandbox-ttl', 'MOCK_SANDBOX_TTL', 60],
    ['tlsPort', '--tls-port', 'MOCK_TLS_PORT', 443],
    ['tlsCert', '--tls-cert', 'MOCK_TLS_CERT', 'a.pem'],
    ['tlsKey', '--tls-key', 'MOCK_TLS_KEY', 'b.pem'],
    ['tlsName', '--tls-name', 'MOCK_TLS_NAME', ['a.test', 'b.test']],
    ['stubs', '--stubs', 'MOCK_STUBS', 'stubs'],
    ['maxRequests', '--max-requests', 'MOCK_MAX_REQUESTS', 9],
    ['maxRequestBytes', '--max-request-bytes', 'MOCK_MAX_REQUEST_BYTES', 4096],
    ['maxJournalBytes', '--max-journal-bytes', 'MOCK_MAX_JOURNAL_BYTES', 4096],
    ['allowShutdown', '--allow-shutdown', 'MOCK_ALLOW_SHUTDOWN', true],
    ['logLevel', '--log-level', 'MOCK_LOG_LEVEL', 'warn'],
    ['json', '--json', 'MOCK_JSON', true]
  ]
  t.strictSame(new Set(rows.map(([name]) => name)), new Set(Object.keys(ServeOptions.properties)))
  const defaults = readOptions(ServeOptions, sortWords([], ServeOptions), {})
  for (const [name, flag, variable, value] of rows) {
    const words = value === true ? [flag] : [flag, String(value)]
    const read = (words: string[], environment = {}) =>
      readOptions(ServeOptions, sortWords(words, ServeOptions), environment)
    t.strictSame(read(words), { ...defaults, [name]: value }, flag)
    t.strictSame(read([`${flag}=${value}`]), { ...defaults, [name]: value }, `${flag}=`)
    t.strictSame(read([], { [variable]: String(value) }), { ...defaults, [name]: value }, variable)
    t.doesNotThrow(() => requireKnownVariables({ [variable]: '' }, [ServeOptions]))
    const other = typeof value === 'boolean' ? 'false' : name === 'auth' ? 'strict' : name === 'logLevel' ? 'info' : '7'
    t.strictSame(read(words, { [variable]: other }), { ...defaults, [name]: value }, `${flag} wins over ${variable}`)
  }
})

t.test('the values of options', async (t) => {
  const serve = (environment: Record<string, string>) =>
    readOptions(ServeOptions, sortWords([], ServeOptions), environment)
  const rows: [Record<string, string>, Partial<ServeOptions>][] = [
    [{ PORT: '81' }, { port: 81 }],
    [{ PORT: '81', MOCK_PORT: '82' }, { port: 82 }],
    [{ MOCK_PORT: 'tcp://10.0.0.1:3000' }, { port: 3000 }],
    [{ MOCK_PORT: 'tcp://10.0.0.1:3000', PORT: '81' }, { port: 81 }],
    [{ MOCK_WATCH: '1' }, { watch: true }],
    [{ MOCK_WATCH: '0' }, { watch: false }],
    [{ MOCK_WATCH: '' }, { watch: false }],
    [
      { MOCK_PORT: '', PORT: '', MOCK_HOST: '' },
      { port: 3000, host: 'localhost' }
    ],
    [{ MOCK_PORT: '', PORT: '81' }, { port: 81 }],
    [{ MOCK_TLS_NAME: 'a.test, b.test' }, { tlsName: ['a.test', 'b.test'] }],
    [{ MOCK_BODY_LIMIT: '1MiB' }, { bodyLimit: 1024 * 1024 }],
    [{ MOCK_BODY_LIMIT: '500 kib' }, { bodyLimit: 500 * 1024 }],
    [{ MOCK_MAX_JOURNAL_BYTES: '2GiB' }, { maxJournalBytes: 2 * 1024 ** 3 }]
  ]
  for (const [environment, expected] of rows) t.match(serve(environment), expected, JSON.stringify(environment))
  t.equal(readOptions(HealthOptions, sortWords(['--wait', '0.5'], HealthOptions), { MOCK_URL: 'x' }).wait, 0.5)
  const required = Type.Object({ name: Type.String() })
  t.throws(() => readOptions(required, sortWords([], required), {}), { message: '--name is required' })
})

t.test('a command line that cannot be understood ends with 2 and one line that says what was expected', async (t) => {
  const rows: [string[], string, Record<string, string>?][] = [
    [['save', 'a', 'b'], 'save expects no more than NAME'],
    [['save'], 'save expects NAME'],
    [['srve'], 'unknown command srve: did you mean serve?'],
    [['constructor'], 'unknown command constructor: did you mean generate?'],
    [['--prot', '1'], 'unknown option --prot: did you mean --port?'],
    [['check', '--port', '1', 'x'], 'unknown option --port'],
    [['health', '--ur=x'], 'unknown option --ur: did you mean --url?'],
    [['--port'], '--port expects a value'],
    [['--port', 'x'], "--port: expected a whole number from 0 to 65535, not 'x'"],
    [['--port', ''], "--port: expected a whole number from 0 to 65535, not ''"],
    [['--cors='], "--cors: expected text, not ''"],
    [['--data-dir='], "--data-dir: expected text, not ''"],
    [[], "MOCK_ADMIN_TOKEN: expected text, not ''", { MOCK_ADMIN_TOKEN: '' }],
    [['--atrium-user-limit', '-1'], "--atrium-user-limit: expected a whole number from 0 on, not '-1'"],
    [['--auth', 'none'], "--auth: expected strict or any, not 'none'"],
    [['--max-requests', '0x9'], "--max-requests: expected a whole number from 1 on, not '0x9'"],
    [['--max-requests', '1e3'], "--max-requests: expected a whole number from 1 on, not '1e3'"],
    [['--max-requests', ' 9'], "--max-requests: expected a whole number from 1 on, not ' 9'"],
    [['--max-request-bytes', 'much'], "--max-request-bytes: expected a size such as 1MiB, 500KiB or 4096, not 'much'"],
    [['--body-limit', '1EiB'], `--body-limit: ${SIZE}, not '1EiB'`],
    [['--body-limit', '1GiB'], `--body-limit: ${SIZE}, not '1GiB'`],
    [['--watch=maybe'], "--watch: expected boolean, not 'maybe'"],
    [['--admin-token', ''], "--admin-token: expected text, not ''"],
    [['health', '--wait', 'x'], "--wait: expected number, not 'x'"],
    [['serve', 'x'], 'serve expects options only'],
    [['check'], 'check expects FILE…'],
    [[], "MOCK_PORT: expected a whole number from 0 to 65535, not 'x'", { MOCK_PORT: 'x' }],
    [[], "PORT: expected a whole number from 0 to 65535, not 'x'", { PORT: 'x' }],
    [[], 'unknown environment variable MOCK_FIXTURE: did you mean MOCK_FIXTURES?', { MOCK_FIXTURE: 'x' }],
    [[], 'unknown environment variable MOCK_PROT: did you mean MOCK_PORT?', { MOCK_PROT: '1' }],
    [[], 'unknown environment variable MOCK_PORT_: did you mean MOCK_PORT?', { MOCK_PORT_: '1' }]
  ]
  for (const [words, message, environment = {}] of rows) {
    t.strictSame(
      await run(words, { environment }),
      { out: '', err: `atrium-atms-mock: ${message}\n`, code: 2 },
      message
    )
  }
})

t.test('what Kubernetes and Docker tell of services that are called mock and mock-tls is ignored', async (t) => {
  const environment = {
    MOCK_SERVICE_HOST: '10.0.0.1',
    MOCK_SERVICE_PORT: '3000',
    MOCK_PORT: 'tcp://10.0.0.1:3000',
    MOCK_SERVICE_PORT_HTTP: '3000',
    MOCK_PORT_3000_TCP: 'tcp://10.0.0.1:3000',
    MOCK_PORT_3000_TCP_PROTO: 'tcp',
    MOCK_PORT_3000_TCP_PORT: '3000',
    MOCK_PORT_3000_TCP_ADDR: '10.0.0.1',
    MOCK_TLS_SERVICE_HOST: '10.0.0.2',
    MOCK_TLS_SERVICE_PORT: '443',
    MOCK_TLS_PORT: 'tcp://10.0.0.2:443',
    MOCK_TLS_PORT_443_TCP: 'tcp://10.0.0.2:443',
    MOCK_UI_PORT: 'udp://10.0.0.3:53',
    MOCK_ENV_MOCK_DATA_DIR: '/data',
    PORT: '0'
  }
  const { code, out } = await run(['--ephemeral', '--json'], { environment })
  t.equal(code, 0)
  t.match(JSON.parse(out), { event: 'ready', port: Number, tlsUrl: undefined })
})

t.test('help and version', async (t) => {
  for (const word of ['--version', '-v', '-V', 'version'])
    t.strictSame(await run([word]), { out: `${readVersion()}\n`, err: '', code: 0 }, word)
  const help = await run(['--help'])
  for (const word of ['-h', 'help']) t.strictSame(await run([word]), help, word)
  t.strictSame(await run(['save', '-h']), await run(['save', '--help']))
  t.match(help, { code: 0, err: '' })
  for (const word of [
    '[serve] [options]',
    'check FILE…',
    'health',
    'reset',
    'state',
    '--data-dir DIR',
    '(.mock) [MOCK_DATA_DIR]'
  ]) {
    t.ok(help.out.includes(word), word)
  }
  for (const name of ['serve', 'check', 'health', 'reset', 'state']) {
    const { out, code } = await run([name, '--help', '--nonsense'])
    t.equal(code, 0)
    t.ok(out.startsWith(`Usage: atrium-atms-mock ${name} [options]`), name)
  }
  t.match(
    (await run(['reset', '--help'])).out,
    /--sandbox NAME +a sandbox, instead of the default one \[MOCK_SANDBOX\]\n.*--fixtures NAME +another fixture set to go back to\n/
  )
})

t.test('check tells of each file whether it is valid', async (t) => {
  const folder = await temporaryFolder(t)
  const [good, bad, one, missing] = ['good.json', 'bad.json', 'one.json', 'missing.json'].map((name) =>
    join(folder, name)
  ) as [string, string, string, string]
  await writeFile(good, JSON.stringify(fixture()))
  await writeFile(
    bad,
    JSON.stringify({ atms: { tokens: Array.from({ length: 1200 }, () => 1), userGroups: [], users: [] } })
  )
  await writeFile(one, '{"x":1}')
  t.strictSame(await run(['check', good]), { out: `${good}: ok, 2 Atrium users, 1 ATMS users\n`, err: '', code: 0 })
  const { out, err, code } = await run(['check', bad, good, missing, folder, one])
  t.equal(code, 1)
  t.equal(out, `${good}: ok, 2 Atrium users, 1 ATMS users\n`)
  const lines = err.split('\n')
  t.strictSame(lines.slice(0, 2), [`${bad}: 1200 errors`, `  ${bad}#/atms/tokens/0: expected string, not 1`])
  t.strictSame(lines.slice(1001), [
    '  and 200 more',
    `${missing}: there is no such file`,
    `${folder} is a folder, not a fixture file: --fixtures-dir takes a folder of them`,
    `${one}: 1 error`,
    `  ${one}#/x: no such member is known: is it misspelt?`,
    ''
  ])
})

t.test('reset, state and health speak to a running server', async (t) => {
  const mock = await mockFor(t, { adminToken: 'secret' })
  const bearer = { authorization: 'Bearer secret' }
  const at = ['--url', `${mock.url}/`]
  const own = [...at, '--admin-token', 'secret']
  t.match(await run(['health', ...at]), { code: 0, err: '', out: /^\{"status":"healthy",.*\}\n$/ })
  await createAtriumUser(mock, { identifier: 'x' })
  t.strictSame(await run(['reset', ...own]), { out: 'reset\n', err: '', code: 0 })
  const state = await (await call(mock, 'GET', '/__admin/state', undefined, bearer)).text()
  t.equal(state, (await run(['state', ...own])).out)
  t.notMatch(state, /"x"/)
  t.strictSame(await run(['reset', ...own, '--fixtures', 'empty']), { out: 'reset to empty\n', err: '', code: 0 })
  t.match(await run(['state'], { environment: { MOCK_URL: mock.url, MOCK_ADMIN_TOKEN: 'secret' } }), {
    out: /"users": \[\]/
  })
  t.match(await run(['state', ...at]), { code: 1, out: '', err: /GET .*\/__admin\/state answered 401: / })
  t.match(await run(['reset', ...own, '--fixtures', 'nope']), {
    code: 1,
    err: /answered 404: .*there is no fixture set 'nope'/
  })
})

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

t.test('a server that is not there', async (t) => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  for (const name of ['reset', 'state', 'health']) {
    t.strictSame(await run([name, '--url', url]), {
      out: '',
      err: `atrium-atms-mock: ${url} does not answer: ECONNREFUSED\n`,
      code: 1
    })
  }
  t.match(await run(['health', '--url', 'ftp://127.0.0.1']), { code: 1, err: /is no address/ })
  for (const url of ['somewhere', 'localhost:3000']) {
    t.match(await run(['health', '--url', url]), { code: 1, err: new RegExp(`${url} is no address`) })
  }
  const waiting = run(['health', '--url', url, '--wait', '20'])
  await mockFor(t, { port, host: '127.0.0.1' })
  t.match(await waiting, { code: 0, out: /healthy/ }, 'health waits until it is there')
})

t.test('a server that is another one, or that says nothing, is told of', async (t) => {
  const answers: [status: number, body: string][] = [
    [200, '<html>hi'],
    [200, '{"ok":true}'],
    [200, '[]'],
    [200, 'null'],
    [302, '']
  ]
  let answer = answers[0] as [number, string]
  const other = createServer((_request, response) => {
    response.writeHead(answer[0], { location: '/' }).end(answer[1])
  }).listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const file = 'fixtures/empty.json'
  const commands = [['health'], ['reset'], ['state'], ['requests'], ['save', 'x'], ['load', file, '--name', 'x']]
  for (answer of answers) {
    for (const words of commands) {
      const { out, err, code } = await run([...words, '--url', url])
      t.strictSame([out, code], ['', 1], `${words[0]} ${answer[1]}`)
      t.match(err, new RegExp(`answered ${answer[0]}, and not as a mock does: is it another server\\?\n$`))
    }
  }
  t.match(await run(['state', '--url', `${url}?x=1`]), { code: 1, err: /\?x=1 is no address/ })
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.teardown(() => silent.close())
  const { port } = silent.address() as AddressInfo
  t.intercept(AbortSignal, 'timeout', { value: () => AbortSignal.abort() })
  t.match(await run(['health', '--url', `http://127.0.0.1:${port}`]), {
    code: 1,
    err: /does not answer: nothing came within 5 s\n$/
  })
})

t.test('the ready line, the requests and the failures as JSON', async (t) => {
  const { message, written, stop } = await served([...EPHEMERAL, '--json', '--log-level', 'info'])
  const { url, port } = JSON.parse(message)
  t.strictSame(JSON.parse(message), { event: 'ready', url: `http://127.0.0.1:${port}`, port, pid: process.pid })
  await (await call({ url }, 'GET', '/users?page=1')).text()
  t.equal(await stop(), 0)
  t.match(JSON.parse(written.out.split('\n')[1] as string), {
    event: 'request',
    method: 'GET',
    url: '/users?page=1',
    status: 200,
    milliseconds: Number
  })
  t.equal(written.err, '')
})

t.test('on a terminal the start says what a person needs, and each request has a line', async (t) => {
  const folder = await temporaryFolder(t)
  const { message, written, stop } = await served(['--port', '0', '--data-dir', folder], { isInteractive: true })
  const port = /localhost:(\d+)/.exec(message)?.[1]
  t.match(
    message,
    `Atrium    http://localhost:${port}/users          MX-API-Key: test-api-key  MX-Client-ID: test-client-id\n`
  )
  t.match(message, `ATMS      http://localhost:${port}/api/Users      token: test-token\n`)
  t.match(message, /fixtures {2}default, from .*default\.json\n +7 Atrium users, 6 ATMS users, 3 user groups\n/)
  t.match(message, `state     ${folder}\n`)
  await (await call({ url: `http://127.0.0.1:${port}` }, 'GET', '/users/x')).text()
  t.equal(await stop(), 0)
  t.match(written.out.slice(message.length), /^GET \/users\/x 404 \d+\.\d ms\n$/)
  const other = await served([...EPHEMERAL, '--host', '127.0.0.1', '--fixtures', 'empty', '--log-level', 'silent'])
  t.match(other.message, /Atrium {4}http:\/\/127\.0\.0\.1:\d+\/users[\s\S]*state {5}in memory\n/)
  t.equal(await other.stop(), 0)
  t.equal(other.written.out, other.message, 'elsewhere no request is told')
})

t.test('notices are lines on stderr, or JSON', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'mine.json')
  await writeFile(file, JSON.stringify(fixture()))
  const words = ['--port', '0', '--data-dir', join(folder, 'data'), '--fixtures', file]
  await run(words)
  await writeFile(file, JSON.stringify(fixture({ atms: { tokens: [], userGroups: [], users: [] } })))
  t.match((await run(words)).err, /^the fixtures 'mine' were edited since .*\n$/)
  t.match(JSON.parse((await run([...words, '--json'])).err), { event: 'notice', message: /were edited/ })
  t.equal((await run([...words, '--log-level', 'error'])).err, '')
})

t.test('a start that fails is one clear line and exit code 1', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'bad.json')
  await writeFile(file, '{"atrium":1}')
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  await writeFile(join(dataDir, 'state.json'), '{"atrium":1}')
  const mock = await mockFor(t)
  const rows: [string[], RegExp][] = [
    [
      ['--ephemeral', '--port', String(mock.port)],
      new RegExp(`port ${mock.port} is in use on 127.0.0.1: stop what listens there, or give another --port\n$`)
    ],
    [[...EPHEMERAL, '--host', '192.0.2.1'], /this machine has no address 192\.0\.2\.1: give another --host\n$/],
    [[...EPHEMERAL, '--fixtures', 'nope'], /there is no fixture set 'nope': known are default, empty, paging\n$/],
    [[...EPHEMERAL, '--fixtures', file], /bad\.json: 1 error\n {2}.*bad\.json#\/atrium: expected object, not 1\n$/],
    [[...EPHEMERAL, '--fixtures', folder], /^[^\n]* is a folder, not a fixture file: --fixtures-dir takes .*\n$/],
    [['--port', '0', '--data-dir', file], /^[^\n]*bad\.json cannot be used: there is a file .* or use --ephemeral\n$/],
    [[...EPHEMERAL, '--stubs', file], /^[^\n]*bad\.json.*\n$/],
    [
      ['--port', '0', '--data-dir', dataDir],
      /state\.json: 1 error\n {2}.*\nNothing was changed: .* --fresh to begin anew\n$/
    ],
    [[...EPHEMERAL, '--fixtures-dir', join(folder, 'none')], /^[^\n]*none.*\n$/]
  ]
  for (const [words, message] of rows) {
    const { out, err, code } = await run(words)
    t.strictSame([out, code], ['', 1], words.join(' '))
    t.match(err, message)
    t.ok(err.startsWith('atrium-atms-mock: '))
  }
})

t.test('--watch takes an edited fixture file, and tells of one that is not valid', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'mine.json')
  await writeFile(file, JSON.stringify(fixture()))
  let told: (text: string) => void = () => {}
  const next = () => new Promise<string>((done) => (told = done))
  const { message, stop } = await served([...EPHEMERAL, '--json', '--watch', '--auth', 'any', '--fixtures', file], {
    err: (text) => told(text)
  })
  const mock = { url: JSON.parse(message).url }
  const edited = next()
  await mkdir(join(folder, 'another'))
  await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['edited'], userGroups: [], users: [] } })))
  t.match(JSON.parse(await edited), { event: 'notice', message: `${file} was edited: the state is what it says now` })
  const state = await stateText(mock)
  t.match(state, /"edited"/)
  const refused = next()
  await utimes(file, new Date(), new Date())
  // A large file is written in pieces, and has one time of modification for all of them.
  const writeAsAt = async (text: string, seconds: number) => {
    await writeFile(file, text)
    await utimes(file, seconds, seconds)
  }
  await writeAsAt('{', 1_700_000_000)
  t.match(JSON.parse(await refused), { message: /was edited, and not taken: .*mine\.json: 1 error\n/ })
  t.equal(await stateText(mock), state)
  const completed = next()
  await writeAsAt(JSON.stringify(fixture()), 1_700_000_000)
  t.match(JSON.parse(await completed), { message: `${file} was edited: the state is what it says now` })
  t.equal(await stop(), 0)
})

t.test('--watch sees what a link points to, as in a volume of Kubernetes', async (t) => {
  const folder = await temporaryFolder(t)
  const volume = async (name: string, token: string) => {
    await mkdir(join(folder, name))
    await writeFile(
      join(folder, name, 'mine.json'),
      JSON.stringify(fixture({ atms: { tokens: [token], userGroups: [], users: [] } }))
    )
    await symlink(name, join(folder, 'new'))
    await rename(join(folder, 'new'), join(folder, '..data'))
  }
  await volume('one', 'before')
  const file = join(folder, 'mine.json')
  await symlink('..data/mine.json', file)
  const notices: string[] = []
  let told: () => void = () => {}
  const edited = new Promise<void>((done) => (told = done))
  const { stop, message } = await served([...EPHEMERAL, '--json', '--watch', '--fixtures', file], {
    err: (text) => {
      notices.push(text)
      told()
    }
  })
  // Node looks once for all that watch a file, in the order in which they came.
  const seen = () => new Promise<void>((done) => watchFile(file, { interval: 250, persistent: true }, () => done()))
  const touched = seen()
  await utimes(file, new Date(), new Date(Date.now() + 5000))
  await touched
  const guarded = seen()
  await chmod(file, 0o600)
  await guarded
  const gone = seen()
  await rm(join(folder, '..data'))
  await gone
  await volume('two', 'after')
  await edited
  unwatchFile(file)
  t.match(notices, [/was edited: the state is what it says now/])
  t.equal(notices.length, 1, 'to touch it, to guard it, or to take it away for a moment, is no edit')
  t.match(await stateText({ url: JSON.parse(message).url }), /"after"/)
  t.equal(await stop(), 0)
})

t.test('the program in a process of its own', async (t) => {
  const { start } = await program(t)

  await t.test('ends within a second of SIGTERM, whatever is open', async (t) => {
    const server = start([...EPHEMERAL, '--json'])
    const { port } = new URL(await server.ready)
    const idle = connect(Number(port), '127.0.0.1')
    idle.write('GET /__admin/health HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(idle, 'data')
    const busy = connect(Number(port), '127.0.0.1').on('error', () => {})
    busy.write('POST /__admin/reset HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{')
    const second = connect(Number(port), '127.0.0.1')
    second.write('GET /__admin/health HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(second, 'data')
    const at = performance.now()
    server.process.kill('SIGTERM')
    t.equal(await server.ended, 0)
    t.ok(performance.now() - at < 1500, 'the machine may be slow, 72 s it is not')
  })

  await t.test('is interrupted while it makes or loads a large file, and leaves nothing behind', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'large.json')
    const users = ['--atrium-users', '10000000', '--atms-users', '0']
    const made = start(['generate', ...users, '--out', file])
    while (!existsSync(`${file}.tmp`)) await setImmediate()
    made.process.kill('SIGINT')
    t.equal(await made.ended, 130)
    t.strictSame(await readdir(folder), [])
    const hung = createServer().listen(0, '127.0.0.1')
    await once(hung, 'listening')
    t.teardown(() => hung.close())
    const asking = start(['reset', '--url', `http://127.0.0.1:${(hung.address() as AddressInfo).port}`])
    await once(hung, 'connection')
    asking.process.kill('SIGTERM')
    t.equal(await asking.ended, 143)
  })

  await t.test('fails where its output cannot be written', async (t) => {
    const { url } = await mockFor(t)
    const state = start(['state', '--url', url], undefined, '/dev/full')
    t.equal(await state.ended, 1)
    t.match(state.output.err, /^atrium-atms-mock: the output could not be written: ENOSPC/)
  })

  await t.test('goes on when nobody reads its output any longer', async (t) => {
    const server = start([...EPHEMERAL, '--json', '--log-level', 'info'])
    const url = await server.ready
    server.process.stdout.destroy()
    for (let i = 0; i < 5; i++) t.equal((await fetch(`${url}/users`)).status, 401)
    server.process.kill('SIGTERM')
    t.equal(await server.ended, 0)
  })

  await t.test('tells the reason on stderr and ends with 1', async (t) => {
    const server = start([...EPHEMERAL, '--fixtures', 'nope'])
    t.equal(await server.ended, 1)
    t.strictSame(server.output, {
      out: '',
      err: "atrium-atms-mock: there is no fixture set 'nope': known are default, empty, paging\n"
    })
  })
})

t.test('the requests that came are printed, as a table for people or as JSON', async (t) => {
  const mock = await mockFor(t)
  const words = ['requests', '--url', mock.url]
  await call(mock, 'GET', '/users')
  await call(mock, 'POST', '/api/Nope')
  await mock.stub({ name: 'teapot', request: { url: '/users' }, response: { status: 418 } })
  await call(mock, 'GET', '/users')
  const table = await run(words)
  t.equal(table.code, 0)
  const [head, ...rows] = table.out.trimEnd().split('\n')
  t.match(head, /^came +method +status +ms +by +url$/)
  t.strictSame(
    rows.map((row) =>
      row
        .split(/ {2,}/)
        .slice(1)
        .filter((_, i) => i !== 2)
    ),
    [
      ['GET', '200', 'api', '/users'],
      ['POST', '404', 'nobody', '/api/Nope'],
      ['GET', '418', 'stub teapot', '/users']
    ]
  )
  t.equal(JSON.parse((await run([...words, '--json'])).out).meta.total, 3)
})

t.test('a journal that is full says in the table how many requests fell out', async (t) => {
  const mock = await mockFor(t, { maxRequests: 1 })
  for (let n = 0; n < 3; n++) await call(mock, 'GET', '/users')
  t.match((await run(['requests', '--url', mock.url])).out, /\n2 older requests fell out of the journal\n$/)
})

t.test('what goes wrong inside is told where the server runs', async (t) => {
  const dataDir = await temporaryFolder(t)
  await writeFile(join(dataDir, 'fixtures'), 'no folder')
  const server = await served(['--port', '0', '--json', '--data-dir', dataDir])
  const { url } = JSON.parse(server.message)
  t.equal((await call({ url }, 'PUT', '/__admin/fixtures/mine')).status, 500)
  t.match(server.written.err, /"event":"failure","message":"Error: E/)
  t.equal(await server.stop(), 0)
})

t.test('a failure that was foreseen is told without where it happened', async (t) => {
  const server = await served([...EPHEMERAL, '--json', '--max-sandboxes', '1'])
  const { url } = JSON.parse(server.message)
  t.equal((await call({ url }, 'GET', '/sandboxes/w1/__admin/state')).status, 503)
  t.match(JSON.parse(server.written.err), { event: 'failure', message: /^all 1 sandboxes are in use: [^\n]+$/ })
  t.equal(await server.stop(), 0)
})

t.test('a server that is asked to end while it loads is not there at all', async (t) => {
  const interrupted = { asked: Promise.resolve(143) }
  t.strictSame(await run([...EPHEMERAL, '--json'], interrupted), { out: '', err: '', code: 143 })
  t.strictSame(await run([...EPHEMERAL, '--fixtures', 'nope'], interrupted), { out: '', err: '', code: 143 })
})

t.test('a person sees how far a large file has been read', async (t) => {
  const { terminal, written } = fakeTerminal()
  const progress = progressLine(terminal)
  progress(1, 2)
  progress(2, 2)
  t.equal(written.err, '\rreading 50 %\rreading 100 %\n')
})
