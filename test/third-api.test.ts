import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Value } from '@sinclair/typebox/value'
import { build } from 'esbuild'
import { type Test, test } from 'tap'
import { contacts } from '../examples/third-api/index.ts'
import { openApiDocuments } from '../scripts/openapi/documents.ts'
import { apis } from '../src/apis/index.ts'
import { startMessage } from '../src/cli/banner.ts'
import { packageRoot } from '../src/common/version.ts'
import { FixtureFileError } from '../src/fixtures/fixture-file.ts'
import { listsText } from '../src/fixtures/fixture-text.ts'
import { assemble } from '../src/mock/assemble.ts'
import { startServer } from '../src/mock/start-mock.ts'
import { MockOptions, withApiOptions } from '../src/options/options.ts'
import { cleanCommand } from './support/platform.ts'
import { temporaryFolder } from './support/temporary.ts'

/** The one line that adds an API. */
const all = [...apis, contacts]

const CONTACTS = '/contacts-api/contacts'
const ADA = { id: 'c1', name: 'Ada Lovelace', email: 'ada@example.com' }
const SECTION = { tokens: ['secret-token'], contacts: [ADA, { id: 'c3', name: 'Grace Hopper' }] }
const BEARER = { authorization: 'Bearer secret-token' }

const optionsFor = (options: object): MockOptions =>
  Value.Parse(withApiOptions(MockOptions, all), { port: 0, ephemeral: true, ...options })

/** The built-in fixtures, with a section for contacts. */
async function fixtureFile(t: Test, section: object = SECTION): Promise<string> {
  const file = join(await temporaryFolder(t), 'with-contacts.json')
  const others = JSON.parse(await readFile(join(packageRoot, 'fixtures/default.json'), 'utf8'))
  await writeFile(file, JSON.stringify({ ...others, contacts: section }))
  return file
}

async function startedFor(t: Test, options: object = {}) {
  const started = await startServer(optionsFor({ fixtures: await fixtureFile(t), ...options }), all)
  t.teardown(() => started.mock.close())
  return started
}

async function mockFor(t: Test, options: object = {}) {
  const { mock } = await startedFor(t, options)
  return { mock, send: sendTo(mock.url) }
}

function sendTo(url: string) {
  return async (call: string, body?: object | string, headers: Record<string, string> = BEARER) => {
    const [method = '', path = ''] = call.split(' ')
    const text = typeof body === 'object' ? JSON.stringify(body) : body
    const response = await fetch(url + path, { method, headers, ...(text !== undefined && { body: text }) })
    const received = await response.text()
    const isJson = /^[[{]/.test(received)
    return { status: response.status, headers: response.headers, text: received, json: isJson && JSON.parse(received) }
  }
}

const names = (list: { name: string }[]): string[] => list.map(({ name }) => name)

test('the example: list, create, read, delete', async (t) => {
  const { send } = await mockFor(t)
  const created = { id: 'c2', name: 'Alan Turing', email: 'alan@example.com' }
  const rows: [call: string, body: object | string | undefined, status: number, json: unknown][] = [
    [`GET ${CONTACTS}`, undefined, 200, [ADA, { id: 'c3', name: 'Grace Hopper', email: null }]],
    [`GET ${CONTACTS}/c1`, undefined, 200, ADA],
    [`POST ${CONTACTS}`, { name: 'Alan Turing', email: 'alan@example.com' }, 201, created],
    [`POST ${CONTACTS}`, { name: 'Kurt' }, 201, { id: 'c4', name: 'Kurt', email: null }],
    [`DELETE ${CONTACTS}/c4`, undefined, 204, false],
    [`POST ${CONTACTS}`, { name: 'Kurt' }, 201, { id: 'c5' }],
    [`GET ${CONTACTS}/c4`, undefined, 404, { code: 'contact_not_found', message: "no contact has the id 'c4'" }],
    [`DELETE ${CONTACTS}/c4`, undefined, 404, { code: 'contact_not_found' }],
    [`POST ${CONTACTS}`, { name: 'Ada', email: 'ADA@example.com' }, 409, { code: 'email_taken' }],
    [`POST ${CONTACTS}`, {}, 422, { message: '/name: required field is missing' }],
    [`POST ${CONTACTS}`, { name: 'x', mail: 'x' }, 422, { message: /^\/mail: unknown field 'mail'/ }],
    [`POST ${CONTACTS}`, '{"name"', 400, { message: /^the body is not valid JSON/ }],
    [`POST ${CONTACTS}`, undefined, 400, { code: 'invalid_request' }],
    [`GET ${CONTACTS}/%ff`, undefined, 400, { message: 'the path is not percent-encoded UTF-8' }],
    ['GET /contacts-api/nothing', undefined, 404, { message: 'unknown path: /contacts-api/nothing' }],
    [`PUT ${CONTACTS}`, { name: 'x' }, 405, { message: 'PUT is not allowed here: use GET, POST' }]
  ]
  for (const [call, body, status, json] of rows) {
    const response = await send(call, body)
    t.equal(response.status, status, `${call}: status`)
    t.match(response.json, json, `${call}: body`)
    if (response.text !== '')
      t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8', `${call}: type`)
  }
  const large = await mockFor(t, { bodyLimit: 10 })
  t.match(
    await large.send(`POST ${CONTACTS}`, { name: 'too long' }),
    { status: 413, json: { code: 'body_too_large' } },
    'large body'
  )
})

test('401 without a valid bearer token; other APIs keep their own credentials', async (t) => {
  const { mock, send } = await mockFor(t)
  const rows: [string, Record<string, string>, number][] = [
    ['no header', {}, 401],
    ['unknown token', { authorization: 'Bearer other' }, 401],
    ['other scheme', { authorization: 'Basic secret-token' }, 401],
    ['no scheme', { authorization: 'secret-token' }, 401],
    ['credentials of another API', { token: 'test-token' }, 401],
    ['scheme in lower case', { authorization: 'bearer secret-token' }, 200],
    ['unknown token for a sandbox', { authorization: 'Bearer other@w9' }, 401]
  ]
  for (const [name, headers, status] of rows)
    t.equal((await send(`GET ${CONTACTS}`, undefined, headers)).status, status, name)
  t.equal((await send('GET /contacts-api/nothing', undefined, {})).status, 401, 'unknown path')
  t.equal((await send(`GET ${CONTACTS}`, undefined, {})).headers.get('www-authenticate'), 'Bearer', 'challenge')
  t.strictSame(
    mock.credentials,
    {
      atrium: { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' },
      atms: { token: 'test-token' },
      contacts: { Authorization: 'Bearer secret-token' }
    },
    'mock.credentials'
  )
  t.equal((await send('GET /users', undefined, { ...mock.credentials['atrium'] })).status, 200, 'Atrium')
  t.equal((await send('GET /api/Users', undefined, { ...mock.credentials['atms'] })).status, 200, 'ATMS')
  t.equal((await send('GET /users')).status, 401, 'Atrium does not accept the token')
  t.equal((await send('GET /api/Users')).status, 401, 'the ATMS does not accept the token')
  t.match((await send('GET /nothing')).json, { error: { type: 'not_found' } }, 'unknown paths stay with Atrium')
})

test('fixtures: errors name the record; a fixture without the section means empty lists', async (t) => {
  const section = {
    tokens: ['a b'],
    contacts: [ADA, { id: 'c1', name: 'x' }, { id: 'c2' }, { id: 'c4', name: 'x', email: 'ADA@example.com' }, { i: 1 }],
    groups: []
  }
  const fixtures = await fixtureFile(t, section)
  const error = await startServer(optionsFor({ fixtures }), all).catch((error: unknown) => error)
  if (!(error instanceof FixtureFileError)) throw error
  t.strictSame(
    error.problems.listed.map(({ pointer }) => pointer).toSorted(),
    [
      '/contacts/contacts/1/id',
      '/contacts/contacts/2/name',
      '/contacts/contacts/3/email',
      '/contacts/contacts/4/i',
      '/contacts/contacts/4/id',
      '/contacts/contacts/4/name',
      '/contacts/groups',
      '/contacts/tokens/0'
    ],
    'pointers'
  )

  const { mock, send } = await mockFor(t, { fixtures: 'default', auth: 'any' })
  t.strictSame((await send(`GET ${CONTACTS}`)).json, [], 'no contacts')
  t.strictSame(mock.credentials['contacts'], {}, 'no credentials')
  t.match((await send('GET /__admin/state')).json, { contacts: { tokens: [], contacts: [] } }, 'export')
  t.equal((await send(`POST ${CONTACTS}`, { name: 'first' })).json.id, 'c1', 'a contact can be created')
  const strict = await mockFor(t, { fixtures: 'default' })
  t.equal((await strict.send(`GET ${CONTACTS}`)).status, 401, 'no token is valid')
})

test('reset, export, import, fixture sets and counts include the API', async (t) => {
  const { mock, send } = await mockFor(t)
  const initial = (await send('GET /__admin/state')).text
  t.match(initial, '"contacts": {\n    "tokens": [\n      "secret-token"\n    ],\n    "contacts": [', 'format')
  await send(`POST ${CONTACTS}`, { name: 'new' })
  const changed = (await send('GET /__admin/state')).text
  const saved = await send('PUT /__admin/fixtures/saved')
  t.match(saved.json, { counts: { contacts: 3, contactsTokens: 1, atriumUsers: 7 } }, 'saved set')
  t.match((await send('GET /__admin/fixtures')).json.fixtures.at(-1).counts, { contacts: 3 }, 'listed set')

  const reset = await send('POST /__admin/reset')
  t.match(reset.json, { counts: { contacts: 2, contactsTokens: 1 }, revision: 2 }, 'reset')
  t.equal((await send('GET /__admin/state')).text, initial, 'state after a reset')
  t.equal((await send(`POST ${CONTACTS}`, { name: 'again' })).json.id, 'c2', 'the counter restarts')
  t.equal((await send('PUT /__admin/state', changed)).status, 200, 'import')
  t.equal((await send('GET /__admin/state')).text, changed, 'state after an import')
  const invalid = await send('PUT /__admin/state', { contacts: { tokens: [], contacts: [{ id: 'c1' }] } })
  t.match(invalid, { status: 422, json: { errors: [{ source: { pointer: '/contacts/contacts/0/name' } }] } }, 'invalid')
  t.equal((await send('GET /__admin/state')).text, changed, 'an invalid import changes nothing')
  await mock.reset('empty')
  t.match((await send('GET /__admin/health')).json.serving.counts, { contacts: 0, contactsTokens: 0 }, 'health')
  await mock.reset('saved')
  t.equal((await send('GET /__admin/state')).text, changed, 'reset to a saved set')
  t.equal((await send('PUT /__admin/fixtures/sent', initial)).status, 201, 'upload')
  t.equal((await send('GET /__admin/fixtures/sent')).text, initial, 'download')
})

test('a sandbox is chosen by path, header and credential suffix', async (t) => {
  const { mock, send } = await mockFor(t)
  await send(`POST /sandboxes/w1${CONTACTS}`, { name: 'by path' })
  await send(`POST ${CONTACTS}`, { name: 'by header' }, { ...BEARER, 'mock-sandbox': 'w1' })
  await send(`POST ${CONTACTS}`, { name: 'by suffix' }, { authorization: 'Bearer secret-token@w1' })
  const w1 = ['Ada Lovelace', 'Grace Hopper', 'by path', 'by header', 'by suffix']
  t.strictSame(names((await send(`GET /sandboxes/w1${CONTACTS}`)).json), w1, 'w1')
  t.strictSame(names((await send(`GET ${CONTACTS}`)).json), ['Ada Lovelace', 'Grace Hopper'], 'default')
  t.match((await send('GET /__admin/sandboxes/w1')).json, { counts: { contacts: 5 }, requests: 4 }, 'counts')
  await mock.sandbox('w1').reset()
  t.equal((await send(`GET /sandboxes/w1${CONTACTS}`)).json.length, 2, 'w1 after a reset')
  t.strictSame(mock.sandbox('w1').credentials['contacts'], { Authorization: 'Bearer secret-token' }, 'credentials')
  t.match(await send(`GET /sandboxes/No!${CONTACTS}`), { status: 400, json: { code: 'rejected' } }, 'bad name')
  const full = await mockFor(t, { maxSandboxes: 1 })
  t.match(await full.send(`GET /sandboxes/w1${CONTACTS}`), { status: 503, json: { code: 'unavailable' } }, 'no room')
})

test('the journal redacts the token; stubs apply', async (t) => {
  const { mock, send } = await mockFor(t)
  await send(`GET ${CONTACTS}/c1?x=1`)
  await send(`POST ${CONTACTS}`, { name: 'x' }, { authorization: 'Bearer secret-token@w1' })
  const pattern = { urlPathPattern: '/contacts-api/.*' }
  const found = await mock.requests.find(pattern)
  t.match(found, [{ method: 'GET', url: `${CONTACTS}/c1?x=1`, headers: { authorization: '*****' } }], 'library')
  const shown = [
    JSON.stringify(found),
    (await send('GET /__admin/requests')).text,
    (await send('POST /__admin/requests/find', pattern)).text,
    (await send('GET /sandboxes/w1/__admin/requests')).text
  ]
  for (const [i, text] of shown.entries()) {
    t.match(text, '*****', `output ${i} shows that there was a credential`)
    t.notMatch(text, 'secret-token', `output ${i} does not show the token`)
  }
  t.equal((await send('POST /__admin/requests/count', pattern)).json.count, 1, 'count')

  await mock.stub({
    request: {
      method: 'GET',
      urlPath: `${CONTACTS}/c1`,
      headers: { Authorization: { equalTo: 'Bearer secret-token' } }
    },
    response: { status: 503, jsonBody: { code: 'stubbed' } }
  })
  t.match(await send(`GET ${CONTACTS}/c1`), { status: 503, json: { code: 'stubbed' } }, 'stub')
  t.equal((await send(`GET ${CONTACTS}/c3`)).status, 200, 'other requests')
  await mock.reset()
  t.equal((await send(`GET ${CONTACTS}/c1`)).status, 200, 'a reset removes the stub')
})

test('each change is in the history, with the request that caused it', async (t) => {
  const mock = await assemble(optionsFor({ fixtures: await fixtureFile(t) }), all)
  t.teardown(() => mock.close())
  const inject = { method: 'POST', url: CONTACTS, headers: BEARER, payload: { name: 'x' } } as const
  t.equal((await mock.server.inject(inject)).statusCode, 201, 'inject')
  const { history, journal } = mock.sandboxes.default
  const [entry] = journal.newestFirst()
  if (entry === undefined) throw new Error('the journal is empty')
  t.match(
    history.newestFirst(),
    [
      { revision: 1, cause: { request: journal.idOf(entry) }, change: { op: 'add', api: 'contacts', list: 'contacts' } }
    ],
    'history'
  )
})

test('the banner, the start page, /docs, CORS and the OpenAPI document include the API', async (t) => {
  const started = await startedFor(t, { cors: 'https://app.example', contactLimit: 2 })
  const send = sendTo(started.mock.url)
  const banner = startMessage(started, all, { host: 'localhost' })
  t.match(banner, `http://localhost:${started.mock.port}${CONTACTS}  Authorization: Bearer secret-token\n`, 'banner')
  t.match(banner, '7 Atrium users, 3 user groups, 6 ATMS users, 2 contacts', 'counts in the banner')
  t.match((await send('GET /')).json, { atrium: '/users', atms: '/api/Users', contacts: CONTACTS }, 'start page')
  const page = (await send('GET /docs/api')).text
  t.match(page, '{"name":"Contacts","url":"/docs/contacts.json"}', 'list of documents')
  t.match(page, '"atms":{"token":"test-token"},"contacts":{"token":"secret-token"}', 'credentials for trying requests')
  t.match(
    await send('GET /docs/contacts.json'),
    { status: 404, json: { error: "unknown document 'contacts.json'" } },
    'before `npm run specs`'
  )
  const limited = await send(`POST ${CONTACTS}`, { name: 'x' })
  t.match(limited, { status: 422, json: { code: 'limit_reached' } }, 'an option of the API')
  const preflight = { origin: 'https://app.example', 'access-control-request-method': 'POST' }
  t.equal((await send(`OPTIONS ${CONTACTS}`, undefined, preflight)).status, 204, 'preflight')

  const { contacts: document } = await openApiDocuments(all, {})
  t.match(
    document,
    {
      info: { title: 'Contacts' },
      security: [{ token: [] }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      paths: {
        [CONTACTS]: {
          get: { operationId: 'list_contacts', responses: { 200: {}, 401: {} } },
          post: { requestBody: { content: { 'application/json': { schema: { required: ['name'] } } } } }
        },
        [`${CONTACTS}/{id}`]: { get: { parameters: [{ name: 'id', in: 'path' }] }, delete: { responses: { 204: {} } } }
      }
    },
    'OpenAPI document'
  )
})

/** The only state file in a data directory. */
async function stateIn(dataDir: string) {
  const [key = ''] = await readdir(join(dataDir, 'states'))
  return JSON.parse(await readFile(join(dataDir, 'states', key, 'state.json'), 'utf8'))
}

test('a stopped server resumes its contacts; a data directory of other APIs gets empty lists', async (t) => {
  const dataDir = await temporaryFolder(t)
  const fixtures = await fixtureFile(t)
  const options = { fixtures, dataDir, ephemeral: false }
  const first = await mockFor(t, options)
  await first.send(`POST ${CONTACTS}`, { name: 'kept' })
  const state = (await first.send('GET /__admin/state')).text
  await first.mock.close()
  const second = await mockFor(t, options)
  t.equal((await second.send('GET /__admin/state')).text, state, 'state')
  t.equal((await second.send(`POST ${CONTACTS}`, { name: 'next' })).json.id, 'c4', 'counter')
  await second.send('POST /__admin/reset')
  await second.mock.close()
  const third = await mockFor(t, options)
  t.equal((await third.send(`GET ${CONTACTS}`)).json.length, 2, 'a reset')

  const old = await temporaryFolder(t)
  const before = await startServer(optionsFor({ dataDir: old, ephemeral: false }), apis)
  await before.mock.close()
  const after = await mockFor(t, { fixtures: 'default', dataDir: old, ephemeral: false, auth: 'any' })
  t.strictSame((await after.send(`GET ${CONTACTS}`)).json, [], 'a directory from before the API')
  await after.send(`POST ${CONTACTS}`, { name: 'first' })
  await after.mock.close()
  t.match(
    (await stateIn(old)).contacts,
    { tokens: [], contacts: [{ id: 'c1', name: 'first', email: null }] },
    'its state file'
  )
})

test('a large fixture file without the section: the state file has it', async (t) => {
  // Files of this size are copied as they are, if the copy is the same state.
  const metadata = 'x'.repeat(1024 * 1024)
  const users = Array.from({ length: 17 }, (_, i) => ({
    guid: `USR-00000000-0000-0000-0000-0000000000${i + 10}`,
    metadata
  }))
  const fixtures = join(await temporaryFolder(t), 'large.json')
  await writeFile(fixtures, listsText(apis, { atrium: { users } }))
  const dataDir = await temporaryFolder(t)
  await mockFor(t, { fixtures, dataDir, ephemeral: false })
  t.match((await stateIn(dataDir)).contacts, { tokens: [], contacts: [] }, 'state file')
})

/** The program with the example added as its README says: the folder copied to src/apis, and one line changed. */
async function programWithContacts(t: Test): Promise<string> {
  const root = await temporaryFolder(t)
  const copied = ['src', 'fixtures', 'specs', 'package.json']
  await Promise.all(copied.map((name) => cp(join(packageRoot, name), join(root, name), { recursive: true })))
  await symlink(join(packageRoot, 'node_modules'), join(root, 'node_modules'), 'junction')
  const folder = join(root, 'src/apis/contacts')
  await mkdir(folder)
  const example = join(packageRoot, 'examples/third-api')
  for (const name of await readdir(example)) {
    const text = await readFile(join(example, name), 'utf8')
    await writeFile(join(folder, name), text.replaceAll('../../src/', '../../'))
  }
  const index = join(root, 'src/apis/index.ts')
  const text = await readFile(index, 'utf8')
  const added = text.replace('[atrium, atms]', '[atrium, atms, contacts]')
  await writeFile(index, `import { contacts } from './contacts/index.ts'\n${added}`)
  // One file: every start of the program reads it. As in scripts/build.mjs, it is not an ES module.
  const outfile = join(root, 'dist/main.cjs')
  await build({
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href" },
    define: { 'import.meta.url': 'moduleUrl' }
  })
  return outfile
}

test('the program with the copied folder: commands, options, and contacts that survive kill -9', async (t) => {
  const main = await programWithContacts(t)
  const cwd = await temporaryFolder(t)
  const run = (words: string[]): string => {
    const [file = '', ...rest] = cleanCommand([process.execPath, main, ...words])
    return execFileSync(file, rest, { cwd, encoding: 'utf8' })
  }
  const start = async (words: string[], variables: Record<string, string> = {}) => {
    const command = [process.execPath, main, '--port', '0', '--json', ...words]
    const [file = '', ...rest] = cleanCommand(command, variables)
    const env = { ...process.env, ...variables }
    const child = spawn(file, rest, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
    t.teardown(() => child.kill('SIGKILL'))
    const [line] = await once(createInterface(child.stdout), 'line')
    const url: string = JSON.parse(line).url
    return { child, url, send: sendTo(url) }
  }

  const help = run(['--help'])
  t.match(
    help,
    /a mock server for Atrium \(\/users\), ATMS \(\/api\/Users\) and\s+Contacts \(\/contacts-api\/contacts\)\./,
    'help'
  )
  t.match(help, /--contact-limit N +the most contacts there may be\n/, 'its option in the help')
  t.match(
    run(['generate', '--help']),
    /--contacts N +the number of contacts \(default: 1000\)/,
    'the option of generate'
  )
  const words = ['--atrium-users', '2', '--atms-users', '3', '--contacts', '5', '--out', 'made.json']
  t.equal(run(['generate', ...words]), 'made.json: 2 Atrium users, 3 ATMS users, 5 contacts\n', 'generate')
  t.match(
    run(['check', 'made.json']),
    'made.json: ok, 2 Atrium users, 3 user groups, 3 ATMS users, 5 contacts',
    'check'
  )

  const headers = { authorization: 'Bearer contacts-token' }
  const first = await start(['--fixtures', 'made.json'], { MOCK_CONTACT_LIMIT: '6' })
  t.equal((await first.send(`POST ${CONTACTS}`, { name: 'kept' }, headers)).status, 201, 'create')
  t.equal((await first.send(`POST ${CONTACTS}`, { name: 'one too many' }, headers)).status, 422, 'limit')
  const state = run(['state', '--url', first.url])
  t.match(JSON.parse(state).contacts.contacts[5], { id: 'c6', name: 'kept', email: null }, 'the command state')
  first.child.kill('SIGKILL')
  await once(first.child, 'close')

  const second = await start(['--fixtures', 'made.json'])
  t.equal(run(['state', '--url', second.url]), state, 'state after kill -9')
  t.match(
    run(['save', 'mine', '--url', second.url]),
    /^Saved as "mine": .*, 6 contacts\. Use it with: atrium-atms-mock reset mine$/m,
    'save'
  )
  t.match(run(['reset', '--url', second.url]), /^Reset to "made": .*, 5 contacts$/m, 'reset')
  t.equal((await second.send(`GET ${CONTACTS}`, undefined, headers)).json.length, 5, 'contacts after a reset')
  const table = run(['requests', '--url', second.url])
  t.match(table, CONTACTS, 'requests')
  t.notMatch(table, 'contacts-token', 'requests: the token')
})
