import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { connect, type LookupFunction } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { configuredUrl } from '../src/cli/configured-url.ts'
import { type RunningMock, startMock } from '../src/index.ts'
import { makeAuthority } from '../src/tls/authority.ts'
import { call } from './support/calls.ts'
import { askSecurely, certificateFiles, rsaAuthority } from './support/certificates.ts'
import { mockFor } from './support/mock.ts'
import { filesIn, temporaryFolder } from './support/temporary.ts'
import { run, served } from './support/terminal.ts'

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' }
const YEARS = 366 * 24 * 60 * 60 * 1000

const portOf = ({ tlsUrl = '' }: RunningMock): string => new URL(tlsUrl).port

/** A client that looks a name up at the mock, and is otherwise as it was. */
const asNamed = (mock: RunningMock, hostname: string, ca = mock.ca) => {
  const lookup: LookupFunction = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
  return askSecurely({ hostname, port: portOf(mock), path: '/users', headers: CREDENTIALS, lookup, ca })
}

t.test('a client of the real hosts is answered over HTTPS, and need only trust the authority', async (t) => {
  const mock = await mockFor(t, { tlsPort: 0, tlsName: ['mock.internal', '*.mx.example', '10.1.2.3'] })
  const names = [
    'localhost',
    'vestibule.mx.com',
    'atrium.mx.com',
    'moneydesktop.com',
    'mock.internal',
    'api.mx.example'
  ]
  for (const name of names) t.match(await asNamed(mock, name), { status: 200, body: /"pagination"/ }, name)
  for (const address of ['127.0.0.1', '::1']) {
    const url = { hostname: address, port: portOf(mock), path: '/users', headers: CREDENTIALS, ca: mock.ca }
    t.match(await askSecurely(url), { status: 200 }, address)
  }
  const servername = { checkServerIdentity: () => undefined }
  t.match(await askSecurely({ ...servername, port: portOf(mock), path: '/users', ca: mock.ca }), { status: 401 })
  await t.rejects(asNamed(mock, 'example.com'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  await t.rejects(asNamed(mock, 'localhost', ''), { code: 'SELF_SIGNED_CERT_IN_CHAIN' })
})

t.test('HTTP and HTTPS serve the same state', async (t) => {
  const mock = await mockFor(t, { tlsPort: 0 })
  await call(mock, 'POST', '/users', { user: { identifier: 'over-http' } })
  t.match(await asNamed(mock, 'localhost'), { body: /"over-http"/ })
  t.equal(new URL(mock.tlsUrl ?? '').protocol, 'https:')
  t.not(portOf(mock), String(mock.port))
})

t.test('the certificate of the authority is there to be fetched, before a client knows a token', async (t) => {
  const mock = await mockFor(t, { tlsPort: 0, adminToken: 'secret' })
  const response = await fetch(`${mock.url}/__admin/ca.pem`)
  t.equal(response.headers.get('content-type'), 'application/x-pem-file')
  t.equal(await response.text(), mock.ca)
  const folder = await temporaryFolder(t)
  const { ca: _, ...files } = await certificateFiles(folder, 'own')
  for (const options of [{}, { tlsPort: 0, noAdmin: true }, { tlsPort: 0, ...files }]) {
    const other = await mockFor(t, options)
    t.equal((await fetch(`${other.url}/__admin/ca.pem`)).status, 404)
  }
})

t.test('the authority is kept, so that clients need not be told of it again', async (t) => {
  const dataDir = await temporaryFolder(t)
  const first = await startMock({ dataDir, tlsPort: 0 })
  await first.close()
  const second = await mockFor(t, { dataDir, tlsPort: 0, tlsName: ['added.example'] })
  t.equal(second.ca, first.ca)
  t.match(await asNamed(second, 'added.example', first.ca), { status: 200 })
  t.equal((await stat(join(dataDir, 'tls', 'ca-key.pem'))).mode & 0o777, 0o600, 'its key is for nobody else to read')
})

t.test('in memory, each start has an authority of its own', async (t) => {
  const [one, two] = [await mockFor(t, { tlsPort: 0 }), await mockFor(t, { tlsPort: 0 })]
  t.not(one.ca, two.ca)
  t.notOk(existsSync('.mock/tls'))
  await t.rejects(asNamed(two, 'localhost', one.ca), { code: 'SELF_SIGNED_CERT_IN_CHAIN' })
})

t.test("a certificate of the user's own is served, and nothing is made", async (t) => {
  const folder = await temporaryFolder(t)
  const dataDir = await temporaryFolder(t)
  const { ca, ...files } = await certificateFiles(folder, 'own')
  const mock = await mockFor(t, { dataDir, tlsPort: 0, ...files })
  t.match(await asNamed(mock, 'localhost', ca), { status: 200 })
  t.equal(mock.ca, undefined)
  t.notOk(existsSync(join(dataDir, 'tls')))
})

t.test('a chain is served where a way through it is open', async (t) => {
  const folder = await temporaryFolder(t)
  const { ca, tlsCert, tlsKey } = await certificateFiles(folder, 'own')
  const { cert: expired } = await makeAuthority(new Date(Date.now() - 12 * YEARS))
  await writeFile(tlsCert, [await readFile(tlsCert, 'utf8'), ca, expired].join('\n'))
  t.match(await asNamed(await mockFor(t, { tlsPort: 0, tlsCert, tlsKey }), 'localhost', ca), { status: 200 })
})

t.test('files that cannot be served end the start, and say why', async (t) => {
  const folder = await temporaryFolder(t)
  const good = await certificateFiles(folder, 'good')
  const other = await certificateFiles(folder, 'other')
  const old = await certificateFiles(folder, 'old', new Date(Date.now() - 2 * YEARS))
  const early = await certificateFiles(folder, 'early', new Date(Date.now() + 2 * YEARS))
  const noPem = join(folder, 'no.pem')
  await writeFile(noPem, 'hello')
  const pem = async (name: string, ...files: string[]) => {
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    await writeFile(join(folder, name), `${texts.join('\n')}\n`)
    return join(folder, name)
  }
  const { cert: oldAuthority } = await makeAuthority(new Date(Date.now() - 12 * YEARS))
  const expired = join(folder, 'expired.pem')
  await writeFile(expired, oldAuthority)
  const joined = join(folder, 'joined.pem')
  await writeFile(joined, `${(await readFile(good.tlsCert, 'utf8')).trimEnd()}${good.ca}`)
  const torn = await pem('torn.pem', good.tlsCert, good.tlsCert)
  await truncate(torn, (await stat(torn)).size - 40)
  const encrypted = join(folder, 'encrypted.pem')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(
    encrypted,
    privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
  )
  const own = (tlsCert: string, tlsKey: string) => ['--tls-port', '0', '--tls-cert', tlsCert, '--tls-key', tlsKey]
  const rows: [words: string[], expected: RegExp][] = [
    [own(old.tlsCert, old.tlsKey), /the certificate in .*old\.pem expired on /],
    [own(early.tlsCert, early.tlsKey), /the certificate in .*early\.pem is valid from .* only/],
    [own(good.tlsCert, other.tlsKey), /other-key\.pem is not the private key of the certificate in .*good\.pem/],
    [own(await pem('chain.pem', good.tlsCert, expired), good.tlsKey), /the certificate in .*chain\.pem expired on /],
    [
      own(await pem('order.pem', other.tlsCert, good.tlsCert), good.tlsKey),
      /order\.pem: the certificate of .*good-key\.pem must stand first/
    ],
    [own(joined, good.tlsKey), /joined\.pem: expected certificates in PEM: /],
    [own(torn, good.tlsKey), /torn\.pem: expected a certificate in PEM: /],
    [own(good.tlsCert, encrypted), /encrypted\.pem is encrypted: expected a private key without a passphrase/],
    [[...own(good.tlsCert, good.tlsKey), '--tls-name', 'bar.example'], /good\.pem is not for bar\.example/],
    [[...own(good.tlsCert, good.tlsKey), '--tls-name', '10.0.0.9'], /good\.pem is not for 10\.0\.0\.9/],
    ...['foo:443', 'a..b', '999.1.1.1', '*', '*.example', 'a*b.example', '-a.b', 'x'.repeat(64)].map(
      (name): [string[], RegExp] => [
        ['--tls-port', '0', '--tls-name', name],
        /--tls-name: expected host names or addresses, not '/
      ]
    ),
    [own(join(folder, 'missing.pem'), good.tlsKey), /missing\.pem cannot be read: .*ENOENT/],
    [own(good.tlsCert, folder), /cannot be read: EISDIR/],
    [own(noPem, good.tlsKey), /no\.pem: expected a certificate in PEM/],
    [own(good.tlsCert, noPem), /no\.pem: expected a private key in PEM/],
    [
      ['--tls-port', '0', '--tls-cert', good.tlsCert],
      /--tls-cert and --tls-key belong together: one of them is missing/
    ],
    [['--tls-port', '0', '--tls-key', good.tlsKey], /--tls-cert and --tls-key belong together/],
    [['--tls-cert', good.tlsCert, '--tls-key', good.tlsKey], /need a --tls-port/],
    [['--tls-key', good.tlsKey], /need a --tls-port/],
    [['--tls-name', 'a.example'], /need a --tls-port/]
  ]
  for (const [words, expected] of rows) {
    const { err, code, out } = await run([...words, '--port', '0', '--ephemeral'])
    t.strictSame({ code, out }, { code: 1, out: '' }, String(expected))
    t.match(err, expected)
    t.equal(err.split('\n').length, 2, 'one line')
  }
})

t.test('an authority that cannot sign or be kept is told of', async (t) => {
  const dataDir = await temporaryFolder(t)
  await (await startMock({ dataDir, tlsPort: 0 })).close()
  const { cert, key } = await rsaAuthority()
  await writeFile(join(dataDir, 'tls', 'ca-key.pem'), key)
  await t.rejects(startMock({ dataDir, tlsPort: 0 }), { message: /ca-key\.pem is not the private key/ })
  await writeFile(join(dataDir, 'tls', 'ca.pem'), cert)
  await t.rejects(startMock({ dataDir, tlsPort: 0 }), {
    message: /tls cannot sign: expected one that was made here: /
  })
  await rm(join(dataDir, 'tls'), { recursive: true })
  await writeFile(join(dataDir, 'tls'), '')
  await t.rejects(startMock({ dataDir, tlsPort: 0 }), { message: /the authority cannot be kept in .*tls: / })
})

t.test('an authority that was damaged is told of, and left as it is', async (t) => {
  const dataDir = await temporaryFolder(t)
  await (await startMock({ dataDir, tlsPort: 0 })).close()
  await writeFile(join(dataDir, 'tls', 'ca.pem'), 'torn')
  const before = await filesIn(join(dataDir, 'tls'))
  await t.rejects(startMock({ dataDir, tlsPort: 0 }), { message: /ca\.pem: expected a certificate in PEM/ })
  t.strictSame(await filesIn(join(dataDir, 'tls')), before)
})

t.test('where the port of HTTPS is taken, nothing stays open', async (t) => {
  const holder = await mockFor(t)
  const dataDir = await temporaryFolder(t)
  await t.rejects(startMock({ dataDir, tlsPort: holder.port }), { code: 'EADDRINUSE' })
  const words = ['--port', '0', '--data-dir', dataDir, '--tls-port', `${holder.port}`]
  t.strictSame(await run(words), {
    code: 1,
    out: '',
    err: `atrium-atms-mock: port ${holder.port} is in use on 127.0.0.1: stop what listens there, or give another --tls-port\n`
  })
  const next = await mockFor(t, { dataDir, tlsPort: 0 })
  t.ok(next.tlsUrl, 'the data directory was let go')
})

t.test('a client that never ends its handshake does not hold up the stop', async (t) => {
  const mock = await startMock({ tlsPort: 0 })
  const socket = connect(Number(portOf(mock)), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  const begun = performance.now()
  await mock.close()
  t.ok(performance.now() - begun < 5000)
})

t.test('the command line tells where HTTPS is, and shows the authority', async (t) => {
  const words = ['--port', '0', '--ephemeral', '--tls-port', '0', '--tls-name', 'one.example', '--tls-name=two.example']
  const { message, stop } = await served(words)
  t.match(message, /HTTPS {5}https:\/\/127\.0\.0\.1:\d+\n.*ca\.pem:\n-----BEGIN CERTIFICATE-----\n/)
  await stop()
  const environment = { MOCK_TLS_PORT: '0', MOCK_TLS_NAME: 'one.example,two.example', PORT: '0', MOCK_EPHEMERAL: '1' }
  t.match(await run(['--json'], { environment }), { code: 0, out: /"tlsUrl":"https:\/\/127\.0\.0\.1:\d+"/ })
  t.match(await run([], { environment: { ...environment, MOCK_TLS_NAME: 'https://x' } }), {
    code: 2,
    err: "atrium-atms-mock: MOCK_TLS_NAME: expected host names or addresses, with commas between them, not 'https://x'\n"
  })
  t.match((await run(['--help'])).out, /--tls-name NAME .*; may be repeated, or separated by commas \[MOCK_TLS_NAME\]/)
  const folder = await temporaryFolder(t)
  const { tlsCert, tlsKey } = await certificateFiles(folder, 'own')
  const own = await run(['--port=0', '--ephemeral', '--tls-port=0', '--tls-cert', tlsCert, '--tls-key', tlsKey])
  t.match(own.out, /HTTPS/)
  t.notMatch(own.out, /BEGIN/, "an authority of the user's own is not for us to show")
})

t.test('names that are given more than once are all served', async (t) => {
  const words = ['--port', '0', '--ephemeral', '--tls-port', '0', '--tls-name', 'one.example', '--tls-name=two.example']
  const { message, stop } = await served([...words, '--json'])
  const { url, tlsUrl } = JSON.parse(message)
  const ca = await (await fetch(`${url}/__admin/ca.pem`)).text()
  for (const servername of ['one.example', 'two.example']) {
    const { port } = new URL(tlsUrl)
    t.match(await askSecurely({ host: '127.0.0.1', port, servername, path: '/users', ca }), { status: 401 }, servername)
  }
  await stop()
})

t.test('the commands speak HTTPS too', async (t) => {
  const { tlsUrl = '' } = await mockFor(t, { tlsPort: 0 })
  t.match(await run(['health', '--url', tlsUrl]), { code: 1, err: /does not answer: SELF_SIGNED_CERT_IN_CHAIN/ })
})

t.test('a command finds the server that its surroundings configure', async (t) => {
  const folder = await temporaryFolder(t)
  const commandLine = join(folder, 'cmdline')
  const rows: [environment: Record<string, string>, firstProcess: string[], expected: string][] = [
    [{}, [], 'http://localhost:3000'],
    [{ MOCK_PORT: '8080' }, [], 'http://localhost:8080'],
    [{ PORT: '8081', MOCK_HOST: '0.0.0.0' }, ['node', 'main.js'], 'http://localhost:8081'],
    [{ MOCK_PORT: '8080' }, ['node', 'main.js', '--port', '8082'], 'http://localhost:8082'],
    [{}, ['init', '--', 'node', 'main.js', 'serve', '--port=8083', '--watch'], 'http://localhost:8083'],
    [{}, ['node', 'main.js', '--host', '::'], 'http://localhost:3000'],
    [{}, ['node', 'main.js', '--host', 'fd00::1', '--tls-port', '443'], 'http://[fd00::1]:3000'],
    [{ MOCK_HOST: '10.0.0.1' }, ['other', '--port', '1'], 'http://10.0.0.1:3000'],
    [{}, ['node', 'main.js', 'state', '--wrong', 'x'], 'http://localhost:3000']
  ]
  for (const [environment, words, expected] of rows) {
    await writeFile(commandLine, words.map((word) => `${word}\0`).join(''))
    t.equal(configuredUrl(environment, 'main.js', commandLine), expected)
  }
  t.equal(configuredUrl({}, 'main.js', join(folder, 'none')), 'http://localhost:3000')
  const mock = await mockFor(t)
  t.match(await run(['health'], { environment: { MOCK_PORT: String(mock.port) } }), { code: 0 })
  t.match(await run(['health'], { environment: { MOCK_PORT: 'x' } }), { code: 2, err: /MOCK_PORT: expected/ })
  t.strictSame(await run(['health'], { environment: { MOCK_PORT: '0' } }), {
    code: 1,
    out: '',
    err: 'atrium-atms-mock: the server was told to take any port, and only its first line of output says which: give --url\n'
  })
  t.match(
    await run(['health', '--url', mock.url], { environment: { MOCK_PORT: '0' } }),
    { code: 0 },
    'told, it need not ask'
  )
})
