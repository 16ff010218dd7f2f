import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect, type LookupFunction } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { configuredUrl } from '../src/cli/configured-url.ts'
import { type RunningMock, startMock } from '../src/index.ts'
import { makeAuthority } from '../src/tls/authority.ts'
import { call } from './support/calls.ts'
import { certificateFiles, httpsRequest, rsaAuthority } from './support/certificates.ts'
import { mockFor } from './support/mock.ts'
import { filesIn, temporaryFolder } from './support/temporary.ts'
import { run, served } from './support/terminal.ts'
import { handshakes } from './tls/handshakes.ts'
import { invalidFiles } from './tls/invalid-files.ts'

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' }
const YEARS = 366 * 24 * 60 * 60 * 1000

const portOf = ({ tlsUrl = '' }: RunningMock): string => new URL(tlsUrl).port

/** Calls the mock under a host name, with a client that resolves it to the mock. */
const callAs = (mock: RunningMock, hostname: string, ca = mock.ca) => {
  const lookup: LookupFunction = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
  return httpsRequest({ hostname, port: portOf(mock), path: '/users', headers: CREDENTIALS, lookup, ca })
}

t.test('HTTPS serves the real host names to clients that trust the CA', async (t) => {
  const mock = await mockFor(t, { tlsPort: 0, tlsName: ['mock.internal', '*.mx.example', '10.1.2.3'] })
  const names = [
    'localhost',
    'vestibule.mx.com',
    'atrium.mx.com',
    'moneydesktop.com',
    'mock.internal',
    'api.mx.example'
  ]
  for (const name of names) t.match(await callAs(mock, name), { status: 200, body: /"pagination"/ }, name)
  for (const address of ['127.0.0.1', '::1']) {
    const url = { hostname: address, port: portOf(mock), path: '/users', headers: CREDENTIALS, ca: mock.ca }
    t.match(await httpsRequest(url), { status: 200 }, address)
  }
  const servername = { checkServerIdentity: () => undefined }
  t.match(
    await httpsRequest({ ...servername, port: portOf(mock), path: '/users', ca: mock.ca }),
    { status: 401 },
    'without SNI'
  )
  await t.rejects(callAs(mock, 'example.com'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'a name that is not covered')
  await t.rejects(
    callAs(mock, 'localhost', ''),
    { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    'a client that does not trust the CA'
  )
})

t.test('HTTP and HTTPS serve the same state', async (t) => {
  const mock = await mockFor(t, { tlsPort: 0 })
  await call(mock, 'POST', '/users', { user: { identifier: 'over-http' } })
  t.match(await callAs(mock, 'localhost'), { body: /"over-http"/ }, 'the user created over HTTP')
  t.equal(new URL(mock.tlsUrl ?? '').protocol, 'https:', 'the scheme')
  t.not(portOf(mock), String(mock.port), 'another port')
})

t.test('the CA certificate can be downloaded without the admin token', async (t) => {
  const mock = await mockFor(t, { tlsPort: 0, adminToken: 'secret' })
  const response = await fetch(`${mock.url}/__admin/ca.pem`)
  t.equal(response.headers.get('content-type'), 'application/x-pem-file', 'the type of the CA certificate')
  t.equal(await response.text(), mock.ca, 'the CA certificate')
  const folder = await temporaryFolder(t)
  const { ca: _, ...files } = await certificateFiles(folder, 'own')
  for (const options of [{}, { tlsPort: 0, noAdmin: true }, { tlsPort: 0, ...files }]) {
    const other = await mockFor(t, options)
    t.equal((await fetch(`${other.url}/__admin/ca.pem`)).status, 404, 'no CA without HTTPS')
  }
})

t.test('the CA is kept between starts, so clients need to trust it only once', async (t) => {
  const dataDir = await temporaryFolder(t)
  const first = await startMock({ dataDir, tlsPort: 0 })
  await first.close()
  const second = await mockFor(t, { dataDir, tlsPort: 0, tlsName: ['added.example'] })
  t.equal(second.ca, first.ca, 'the same CA')
  t.match(await callAs(second, 'added.example', first.ca), { status: 200 }, 'a name that was added')
  if (process.platform !== 'win32')
    t.equal((await stat(join(dataDir, 'tls', 'ca-key.pem'))).mode & 0o777, 0o600, 'only the owner can read its key')
})

t.test('in memory, each start creates a new CA', async (t) => {
  const [one, two] = [await mockFor(t, { tlsPort: 0 }), await mockFor(t, { tlsPort: 0 })]
  t.not(one.ca, two.ca, 'different CAs')
  t.notOk(existsSync('.mock/tls'), 'no CA in the default data directory')
  await t.rejects(
    callAs(two, 'localhost', one.ca),
    { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    'a client that trusts the other CA'
  )
})

t.test('a provided certificate is served, and no CA is created', async (t) => {
  const folder = await temporaryFolder(t)
  const dataDir = await temporaryFolder(t)
  const { ca, ...files } = await certificateFiles(folder, 'own')
  const mock = await mockFor(t, { dataDir, tlsPort: 0, ...files })
  t.match(await callAs(mock, 'localhost', ca), { status: 200 }, 'the response')
  t.equal(mock.ca, undefined, 'no CA of the mock')
  t.notOk(existsSync(join(dataDir, 'tls')), 'no CA is saved')
})

t.test('a chain is served if it contains a valid path', async (t) => {
  const folder = await temporaryFolder(t)
  const { ca, tlsCert, tlsKey } = await certificateFiles(folder, 'own')
  const { cert: expired } = await makeAuthority(new Date(Date.now() - 12 * YEARS))
  await writeFile(tlsCert, [await readFile(tlsCert, 'utf8'), ca, expired].join('\n'))
  t.match(
    await callAs(await mockFor(t, { tlsPort: 0, tlsCert, tlsKey }), 'localhost', ca),
    { status: 200 },
    'the response'
  )
})

t.test('invalid certificate files fail the start with a reason', invalidFiles)

t.test('handshakes that fail', handshakes)

t.test('a CA that cannot sign or be saved is reported', async (t) => {
  const dataDir = await temporaryFolder(t)
  await (await startMock({ dataDir, tlsPort: 0 })).close()
  const { cert, key } = await rsaAuthority()
  await writeFile(join(dataDir, 'tls', 'ca-key.pem'), key)
  await t.rejects(
    startMock({ dataDir, tlsPort: 0 }),
    { message: /ca-key\.pem is not the private key/ },
    'the key of another certificate'
  )
  await writeFile(join(dataDir, 'tls', 'ca.pem'), cert)
  await t.rejects(
    startMock({ dataDir, tlsPort: 0 }),
    {
      message: /the CA in .*tls cannot sign \(delete the folder to create a new one\): /
    },
    'a certificate that cannot sign'
  )
  const old = await makeAuthority(new Date(Date.now() - 12 * YEARS))
  await writeFile(join(dataDir, 'tls', 'ca.pem'), old.cert)
  await writeFile(join(dataDir, 'tls', 'ca-key.pem'), old.key)
  await t.rejects(
    startMock({ dataDir, tlsPort: 0 }),
    { message: /ca\.pem expired on .*\. Delete .*tls to create a new CA/ },
    'a CA that was created while the clock was wrong'
  )
  await rm(join(dataDir, 'tls'), { recursive: true })
  await writeFile(join(dataDir, 'tls'), '')
  await t.rejects(
    startMock({ dataDir, tlsPort: 0 }),
    { message: /cannot save the CA in .*tls: / },
    'a CA that cannot be saved'
  )
})

t.test('a damaged CA file is reported and not overwritten', async (t) => {
  const dataDir = await temporaryFolder(t)
  await (await startMock({ dataDir, tlsPort: 0 })).close()
  await writeFile(join(dataDir, 'tls', 'ca.pem'), 'torn')
  const before = await filesIn(join(dataDir, 'tls'))
  await t.rejects(
    startMock({ dataDir, tlsPort: 0 }),
    { message: /ca\.pem: expected a certificate in PEM/ },
    'a damaged certificate'
  )
  t.strictSame(await filesIn(join(dataDir, 'tls')), before, 'the files are unchanged')
})

t.test('if the HTTPS port is in use, the HTTP port and the data directory are released', async (t) => {
  const holder = await mockFor(t)
  const dataDir = await temporaryFolder(t)
  await t.rejects(startMock({ dataDir, tlsPort: holder.port }), { code: 'EADDRINUSE' }, 'through the library')
  const words = ['--port', '0', '--data-dir', dataDir, '--tls-port', `${holder.port}`]
  t.strictSame(
    await run(words),
    {
      code: 1,
      out: '',
      err: `atrium-atms-mock: port ${holder.port} is already in use on 127.0.0.1: stop the other server, or use another --tls-port\n`
    },
    'on the command line'
  )
  const next = await mockFor(t, { dataDir, tlsPort: 0 })
  t.ok(next.tlsUrl, 'the data directory is released')
})

t.test('a client that never completes its TLS handshake does not delay the shutdown', async (t) => {
  const mock = await startMock({ tlsPort: 0 })
  const socket = connect(Number(portOf(mock)), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  const start = performance.now()
  await mock.close()
  t.ok(performance.now() - start < 5000, 'it does not wait for the handshake')
})

t.test('the banner shows the HTTPS URL and the CA certificate', async (t) => {
  const words = ['--port', '0', '--ephemeral', '--tls-port', '0', '--tls-name', 'one.example', '--tls-name=two.example']
  const { message, stop } = await served(words)
  t.match(message, /HTTPS {5}https:\/\/localhost:\d+\n.*ca\.pem:\n-----BEGIN CERTIFICATE-----\n/, 'the banner')
  await stop()
  const environment = { MOCK_TLS_PORT: '0', MOCK_TLS_NAME: 'one.example,two.example', PORT: '0', MOCK_EPHEMERAL: '1' }
  t.match(
    await run(['--json'], { environment }),
    { code: 0, out: /"tlsUrl":"https:\/\/127\.0\.0\.1:\d+"/ },
    'the ready line'
  )
  t.match(
    await run([], { environment: { ...environment, MOCK_TLS_NAME: 'https://x' } }),
    {
      code: 2,
      err: "atrium-atms-mock: MOCK_TLS_NAME: expected a host name or address, not 'https://x'\n"
    },
    'an invalid name'
  )
  t.match((await run(['--help'])).out, /--tls-name NAME [\s\S]*?; repeatable or comma-separated\n/, 'the help')
  const folder = await temporaryFolder(t)
  const { tlsCert, tlsKey } = await certificateFiles(folder, 'own')
  const provided = await run(['--port=0', '--ephemeral', '--tls-port=0', '--tls-cert', tlsCert, '--tls-key', tlsKey])
  t.match(provided.out, /HTTPS/, 'the banner with a provided certificate')
  t.notMatch(provided.out, /BEGIN/, 'a provided certificate is not printed')
})

t.test('a repeated --tls-name adds all names', async (t) => {
  const words = ['--port', '0', '--ephemeral', '--tls-port', '0', '--tls-name', 'one.example', '--tls-name=two.example']
  const { message, stop } = await served([...words, '--json'])
  const { url, tlsUrl } = JSON.parse(message)
  const ca = await (await fetch(`${url}/__admin/ca.pem`)).text()
  for (const servername of ['one.example', 'two.example']) {
    const { port } = new URL(tlsUrl)
    t.match(
      await httpsRequest({ host: '127.0.0.1', port, servername, path: '/users', ca }),
      { status: 401 },
      servername
    )
  }
  await stop()
})

t.test('commands can use HTTPS', async (t) => {
  const { tlsUrl = '' } = await mockFor(t, { tlsPort: 0 })
  t.match(
    await run(['health', '--url', tlsUrl]),
    {
      code: 1,
      err: /cannot reach https:.*: its certificate is not trusted \(SELF_SIGNED_CERT_IN_CHAIN\)\. .*NODE_EXTRA_CA_CERTS/
    },
    'an unknown CA'
  )
})

t.test('a command finds the server that its environment configures', async (t) => {
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
    t.equal(configuredUrl(environment, 'main.js', commandLine), expected, words.join(' '))
  }
  t.equal(configuredUrl({}, 'main.js', join(folder, 'none')), 'http://localhost:3000', 'no command line to read')
  const mock = await mockFor(t)
  t.match(
    await run(['health'], { environment: { MOCK_PORT: String(mock.port) } }),
    { code: 0 },
    'the port of the environment'
  )
  t.match(
    await run(['health'], { environment: { MOCK_PORT: 'x' } }),
    { code: 2, err: /MOCK_PORT: expected/ },
    'an invalid port'
  )
  t.strictSame(
    await run(['health'], { environment: { MOCK_PORT: '0' } }),
    {
      code: 1,
      out: '',
      err: 'atrium-atms-mock: the server listens on a random port (--port 0): pass the URL from its output as --url\n'
    },
    'a random port'
  )
  t.match(
    await run(['health', '--url', mock.url], { environment: { MOCK_PORT: '0' } }),
    { code: 0 },
    '--url takes precedence'
  )
})
