import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { call, createAtriumUser } from '../support/calls.ts'
import { controlFor } from '../support/control.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'

const MEBIBYTE = 2 ** 20
const JSON_TYPE = { 'content-type': 'application/json' }
const text = 'x'.repeat(4 * MEBIBYTE)

export async function requestsInProgress(t: Test): Promise<void> {
  t.test('reserve memory, and get a 503 if there is too little', async (t) => {
    const budget = new MemoryBudget(100 * MEBIBYTE)
    const [one, two] = [budget.reserve(), budget.reserve()]
    one.resize(100 * MEBIBYTE)
    t.throws(() => two.resize(41 * MEBIBYTE), { statusCode: 503, code: 'MOCK_MEMORY_IN_USE' }, 'together too much')
    t.equal(two.bytes, 0, 'nothing is reserved then')
    two.resize(30 * MEBIBYTE)
    t.equal(budget.report().requests, 130 * MEBIBYTE, 'the report')
    budget.requireRoom(100 * MEBIBYTE, one)
    t.throws(() => budget.requireRoom(20 * MEBIBYTE), { code: 'MOCK_MEMORY_IN_USE' }, 'state beside them')
    one.release()
    two.release()
    one.release()
    t.equal(budget.report().used, 0, 'everything is released')
    budget.spendOnState('records', 100 * MEBIBYTE)
    two.resize(40 * MEBIBYTE)
    t.pass('a full state leaves room for requests')
    t.throws(() => budget.requireRoom(1), { code: 'MOCK_MEMORY_LIMIT' }, 'but not for more state')
  })

  t.test('a body that does not fit gets 503 in the format of its API', async (t) => {
    const { admin, send } = await controlFor(t, { maxMemory: 300_000, bodyLimit: 8 * MEBIBYTE })
    const requests = async () => (await admin('GET', 'health')).json.memory.requests
    const user = (metadata: string) => ({ body: JSON.stringify({ user: { metadata } }), headers: JSON_TYPE })
    const advice = /not enough memory for this request.*--max-memory/
    t.match((await send('POST', '/users', user(text))).json.error, { message: advice }, 'Atrium')
    const [entry] = (await admin('GET', 'requests')).json.requests
    t.match(entry.subEvents, [{ type: 'WARNING', data: { message: /^the body is not in the journal: / } }], 'a warning')
    const account = JSON.stringify({ Username: 'new', DisplayName: text, UserGroupName: 'Operators' })
    const atms = await send('POST', '/api/Users', { body: account, headers: JSON_TYPE })
    t.match(atms, { status: 503, json: { Message: advice } }, 'ATMS')
    const document = { atrium: { users: [{ guid: 'x', metadata: text }] } }
    const rows: [method: string, path: string, body: unknown][] = [
      ['POST', 'mappings', { response: { body: text } }],
      ['POST', 'mappings/import', { mappings: Array.from({ length: 6 }, () => ({ response: { body: text } })) }],
      ['PUT', 'state', document],
      ['PUT', 'fixtures/mine', document],
      ['PUT', 'fixtures/mine', { unknown: text }]
    ]
    for (const [method, path, body] of rows) {
      t.match(await admin(method, path, body), { status: 503, json: { errors: [{ title: advice }] } }, path)
      t.equal(await requests(), 0, 'its memory is released')
    }
    const invalid = await admin('PUT', 'state', '{"atrium":')
    t.match([invalid.status, await requests()], [422, 0], 'the memory of an invalid document is released')
    t.equal((await send('POST', '/users', user('small'))).status, 200, 'small bodies still fit')
    const { json, headers } = await admin('POST', 'requests/count', {})
    t.equal(
      json.count + Number(headers.get('mock-journal-dropped')),
      3,
      'every request is in the journal, or reported as evicted'
    )
  })

  t.test('a client that disconnects releases its memory', async (t) => {
    const { admin, mock } = await controlFor(t)
    const requests = async () => (await admin('GET', 'health')).json.memory.requests
    for (const target of ['POST /users', 'POST /__admin/mappings', 'PUT /__admin/state']) {
      const socket = connect(mock.port, '127.0.0.1')
      socket.write(`${target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"atrium":{"users":[{"`)
      while ((await requests()) === 0) await new Promise(setImmediate)
      socket.destroy()
      await once(socket, 'close')
      while ((await requests()) > 0) await new Promise(setImmediate)
      t.pass(target)
    }
  })

  t.test('responses that wait for slow clients count, and the next one gets a 503', async (t) => {
    const { admin, mock } = await controlFor(t, { maxMemory: 64 * MEBIBYTE, bodyLimit: 8 * MEBIBYTE })
    const requests = async () => (await admin('GET', 'health')).json.memory.requests
    for (const urlPath of ['/1', '/2', '/3'])
      await admin('POST', 'mappings', { request: { urlPath }, response: { body: text } })
    const clients: Socket[] = []
    const statusOfNext = async (): Promise<string> => {
      const client = connect(mock.port, '127.0.0.1')
      clients.push(client)
      client.write('GET /__admin/mappings HTTP/1.1\r\nHost: localhost\r\n\r\n')
      const [beginning] = await once(client, 'data')
      client.pause()
      return beginning.toString('latin1', 9, 12)
    }
    let status = ''
    do status = await statusOfNext()
    while (status === '200' && clients.length < 20)
    t.equal(status, '503', `client ${clients.length}`)
    t.ok(clients.length > 2, 'the first clients get a response')
    for (const client of clients) client.destroy()
    while ((await requests()) > 0) await new Promise(setImmediate)
    t.equal((await admin('GET', 'mappings')).json.mappings.length, 3, 'there is room once they have disconnected')
  })

  t.test('pages that wait for slow clients count, and the next one gets a 503', async (t) => {
    const { admin, mock } = await controlFor(t, { maxMemory: 32 * MEBIBYTE, bodyLimit: 8 * MEBIBYTE })
    const memory = async () => (await admin('GET', 'health')).json.memory
    for (const _ of [1, 2]) await createAtriumUser(mock, { metadata: text })
    const clients: Socket[] = []
    const statuses: string[] = []
    while (statuses.at(-1) !== '503' && clients.length < 20) {
      const client = connect(mock.port, '127.0.0.1')
      clients.push(client)
      client.write(
        'GET /users HTTP/1.1\r\nHost: localhost\r\nMX-API-Key: test-api-key\r\nMX-Client-ID: test-client-id\r\n\r\n'
      )
      const [beginning] = await once(client, 'data')
      client.pause()
      statuses.push(beginning.toString('latin1', 9, 12))
    }
    t.strictSame(statuses, ['200', '200', '503'], 'those that fit, and one that does not')
    t.ok((await memory()).requests > 16 * MEBIBYTE, 'they count as requests')
    for (const client of clients) client.destroy()
    while ((await memory()).requests > 0) await new Promise(setImmediate)
    t.equal((await call(mock, 'GET', '/users')).status, 200, 'there is room once they have disconnected')
  })

  t.test('responses of stubs count while they are delayed', async (t) => {
    const folder = await temporaryFolder(t)
    await mkdir(join(folder, '__files'), { recursive: true })
    await writeFile(join(folder, '__files', 'large.txt'), text)
    const { admin, mock, stub } = await controlFor(t, { stubs: folder, maxMemory: 8 * MEBIBYTE })
    const requests = async () => (await admin('GET', 'health')).json.memory.requests
    const megabyte = `{{#each (range 1 20)}}${'x'.repeat(50_000)}{{/each}}`
    const transformers = ['response-template']
    const emulate = { transformers: ['emulate'], chunkedDribbleDelay: { numberOfChunks: 5, totalDuration: 60_000 } }
    const rows: [what: string, target: string, response: object][] = [
      ['a file', '/file', { bodyFileName: 'large.txt', fixedDelayMilliseconds: 60_000 }],
      ['a rendered body', '/body', { transformers, body: megabyte, fixedDelayMilliseconds: 60_000 }],
      [
        'rendered headers',
        '/header',
        {
          transformers,
          headers: { a: `{{#each (range 1 8)}}${'x'.repeat(5000)}{{/each}}` },
          fixedDelayMilliseconds: 60_000
        }
      ],
      ['the response of an API in pieces', '/api/Users', emulate]
    ]
    const account = { Username: 'large', DisplayName: 'x'.repeat(20_000), UserGroupName: 'Operators' }
    await call(mock, 'POST', '/api/Users', account)
    for (const [what, url, response] of rows) {
      await stub({ request: { url }, response })
      const before = await requests()
      const client = connect(mock.port, '127.0.0.1')
      client.write(`GET ${url} HTTP/1.1\r\nHost: localhost\r\ntoken: test-token\r\n\r\n`)
      while ((await requests()) === before) await new Promise(setImmediate)
      t.ok(before === 0, `${what} is reserved while it waits`)
      client.destroy()
      while ((await requests()) > 0) await new Promise(setImmediate)
    }
    const clients = Array.from({ length: 40 }, () =>
      fetch(`${mock.url}/body`).then(({ status, headers }) => [status, headers.get('matched-stub-id')])
    )
    t.same(await Promise.race(clients), [503, null], 'without room, the response is a 503 at once')
  })

  t.test('a response that a stub would send in pieces gets a 503 if there is no room', async (t) => {
    const { admin, mock, stub } = await controlFor(t, { maxMemory: 4 * MEBIBYTE, bodyLimit: 32 * MEBIBYTE })
    await createAtriumUser(mock, { metadata: 'x'.repeat(MEBIBYTE) })
    const chunkedDribbleDelay = { numberOfChunks: 2, totalDuration: 2 }
    await stub({ request: { urlPath: '/users' }, response: { transformers: ['emulate'], chunkedDribbleDelay } })
    const { limit, records, stubs } = (await admin('GET', 'health')).json.memory
    // There is room for the two copies that the server and the socket have, but not for the pieces.
    const taken = Math.round(limit + 16 * MEBIBYTE - records - stubs - 2.5 * MEBIBYTE)
    const upload = connect(mock.port, '127.0.0.1')
    upload.write(`POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${taken + 1}\r\n\r\n`)
    upload.write(Buffer.alloc(taken))
    while ((await admin('GET', 'health')).json.memory.requests < taken) await new Promise(setImmediate)
    const response = await call(mock, 'GET', '/users')
    t.match(
      [response.status, await response.json()],
      [503, { error: { message: /not enough memory for this request/ } }],
      'the response'
    )
    upload.destroy()
    while ((await admin('GET', 'health')).json.memory.requests > 0) await new Promise(setImmediate)
    t.equal((await call(mock, 'GET', '/users')).status, 200, 'there is room once the other client has disconnected')
  })

  t.test('stubs of a folder that do not fit into memory get a 503', async (t) => {
    const folder = await temporaryFolder(t)
    const write = (name: string, body: string) =>
      writeFile(join(folder, `${name}.json`), JSON.stringify({ request: { urlPath: `/${name}` }, response: { body } }))
    await mkdir(folder, { recursive: true })
    await write('one', 'first')
    const { admin, send } = await controlFor(t, { stubs: folder, maxMemory: 8 * MEBIBYTE })
    await write('two', text)
    const advice = /memory limit.*--max-memory/
    t.match(await admin('POST', 'reset'), { status: 503, json: { errors: [{ title: advice }] } }, 'a reset')
    t.equal((await send('GET', '/one')).text, 'first', 'the old stubs stay')
    t.equal((await send('GET', '/two')).status, 404, 'there are no new ones')
    for (const n of [3, 4, 5]) await write(`more-${n}`, text)
    t.match(
      (await admin('POST', 'mappings/reset')).json.errors[0].title,
      /after \d of its 5 files, the \d stubs .*memory limit of 8 MiB/,
      'a folder that cannot be read'
    )
    await t.rejects(mockFor(t, { stubs: folder, maxMemory: 8 * MEBIBYTE }), { code: 'MOCK_STUBS_TOO_LARGE' }, 'a start')
    for (const name of ['two', 'more-3', 'more-4', 'more-5']) await write(name, 'second')
    t.equal((await admin('POST', 'reset')).status, 200, 'smaller ones')
    t.equal((await send('GET', '/two')).text, 'second', 'are used')
    t.equal((await admin('GET', 'health')).json.memory.requests, 0, 'no memory stays reserved')
  })
}
