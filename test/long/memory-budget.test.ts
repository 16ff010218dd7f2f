import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t, { type Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import type { MockOptions } from '../../src/index.ts'
import type { Client } from '../support/client.ts'
import { addStubs, keepAliveClient, measure, memoryOf, sendMany } from '../support/memory-use.ts'
import { STUB_KINDS } from '../support/stub-kinds.ts'
import { temporaryFolder } from '../support/temporary.ts'

t.setTimeout(900_000)

const user = (metadata: string) => ({ body: JSON.stringify({ user: { metadata } }) })
const mapping = (request: object, response: object) => ({ body: JSON.stringify({ request, response }) })
const NO_JOURNAL = { maxRequests: 1, maxHistory: 0 }
const NO_HISTORY = { maxHistory: 0 }

/** A short round measures every n-th kind of stubs. */
const step = Number(process.env['STUB_KINDS_STEP'] ?? 1)

t.test('estimates of stubs are within 30 % of the measured heap', async (t) => {
  for (const [kind, stubs] of Object.entries(STUB_KINDS).filter((_, i) => i % step === 0)) {
    const { estimated, measured } = await measure(NO_JOURNAL, (send) => addStubs(send, stubs))
    const ratio = estimated / measured
    const figures = `${(estimated / 1e6).toFixed(1)} MB estimated, ${(measured / 1e6).toFixed(1)} MB measured`
    t.ok(ratio > 0.7 && ratio < (stubs.atMost ?? 1.3), `${kind}: ${figures}, ratio ${ratio.toFixed(2)}`)
  }
})

t.test('estimates are within 30 % of the measured heap', async (t) => {
  const rows: [kind: string, options: MockOptions, act: (client: Client) => Promise<unknown>][] = [
    ['small requests', NO_HISTORY, (send) => sendMany(6000, (n) => send(`GET /nothing/${n}`))],
    ['pages', { ...NO_HISTORY, fixtures: 'paging' }, (send) => sendMany(6000, (n) => send(`GET /users?page=${n % 9}`))],
    ['2 KB requests', NO_HISTORY, (send) => sendMany(6000, (n) => send('POST /nothing', user(`${n}`.repeat(500))))],
    ['Cyrillic requests', NO_HISTORY, (send) => sendMany(6000, () => send('POST /nothing', user('ж'.repeat(2000))))],
    ['800 KB requests', NO_HISTORY, (send) => sendMany(60, (n) => send('POST /nothing', user(`${n}`.repeat(400_000))))],
    [
      'history',
      { maxRequests: 1, maxHistory: 9000 },
      async (send) => {
        const { guid } = JSON.parse((await send('POST /users', user('x'))).text).user
        await sendMany(4000, (n) => send(`PUT /users/${guid}`, user(`the metadata of version ${n}`.repeat(20))))
      }
    ],
    [
      'stubs',
      NO_JOURNAL,
      (send) =>
        sendMany(2000, (n) => send('POST /__admin/mappings', mapping({ urlPath: `/${n}` }, { jsonBody: { a: n } })))
    ],
    [
      'large stubs',
      NO_JOURNAL,
      (send) =>
        sendMany(30, (n) =>
          send('POST /__admin/mappings', mapping({ urlPath: `/${n}` }, { body: `${n}`.repeat(500_000) }))
        )
    ],
    [
      'sandboxes with ten users',
      {},
      (send) => sendMany(5000, (n) => send(`POST /sandboxes/s${n % 500}/users`, user(`of ${n}`)))
    ],
    ['users', NO_JOURNAL, (send) => sendMany(6000, (n) => send('POST /users', user(`the metadata of ${n}`)))],
    [
      'a fixture set',
      NO_JOURNAL,
      (send) => send('PUT /__admin/fixtures/big', { body: JSON.stringify(fixtureOf(20_000)) })
    ]
  ]
  for (const [kind, options, act] of rows) {
    const { estimated, measured } = await measure(options, act)
    const ratio = estimated / measured
    const figures = `${(estimated / 1e6).toFixed(1)} MB estimated, ${(measured / 1e6).toFixed(1)} MB measured`
    t.ok(ratio > 0.7 && ratio < 1.3, `${kind}: ${figures}, ratio ${ratio.toFixed(2)}`)
  }
})

const hex = (n: number): string => n.toString(16).padStart(12, '0')

const fixtureOf = (users: number) => ({
  atrium: {
    credentials: [{ apiKey: 'test-api-key', clientId: 'test-client-id' }],
    users: Array.from({ length: users }, (_, n) => ({
      guid: `USR-00000000-0000-0000-0000-${hex(n)}`,
      metadata: `the metadata of user ${n}`,
      identifier: `user-${n}`
    }))
  },
  atms: {
    tokens: ['test-token'],
    userGroups: [{ GroupName: 'Operators' }],
    users: Array.from({ length: users }, (_, n) => ({
      Username: `User${n}@example.com`,
      DisplayName: `Name of ${n}`,
      UserGroupName: 'Operators'
    }))
  }
})

/** Starts the program. @param heap in MB */
async function smallServer(t: Test, words: readonly string[], heap = 256): Promise<Client> {
  const main = join(packageRoot, 'dist', 'main.cjs')
  const fixed = [`--max-old-space-size=${heap}`, main, '--ephemeral', '--port', '0', '--json', '--log-level', 'silent']
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [...fixed, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  child.once('exit', (code, signal) => signal !== 'SIGKILL' && t.fail(`the server ended: ${code ?? signal}`))
  const [line] = await once(createInterface(child.stdout), 'line')
  return keepAliveClient(JSON.parse(line).url)
}

/** Checks that the health responds and that the memory is within the limit. */
async function checkHealth(t: Test, send: Client, when: string) {
  const start = performance.now()
  const memory = await memoryOf(send)
  t.ok(performance.now() - start < 1000, `${when}: the health responds`)
  t.ok(memory.used <= memory.limit, `${when}: ${memory.used} of ${memory.limit} bytes`)
  return memory
}

t.test('1,000 sandboxes of 5,000 users fit into a heap of 256 MB', async (t) => {
  const fixtures = join(await temporaryFolder(t), 'users.json')
  await writeFile(fixtures, JSON.stringify(fixtureOf(5000)))
  const send = await smallServer(t, ['--fixtures', fixtures, '--max-sandboxes', '2000'])
  const sandbox = (n: number) => `/sandboxes/s${n % 1000}`
  // With its own user, each sandbox renders its own pages.
  const created = await sendMany(1000, (n) => send(`POST ${sandbox(n)}/users`, user('own')))
  t.strictSame([...created], [[200, 1000]], 'a user in each')
  const read = await sendMany(51_000, (n) =>
    send(`GET /sandboxes/s${Math.floor(n / 51)}/users?records_per_page=100&page=${(n % 51) + 1}`)
  )
  t.strictSame([...read], [[200, 51_000]], 'all pages of each')
  await checkHealth(t, send, 'all pages read')
  const filled = await sendMany(200_000, (n) => send(`POST ${sandbox(n)}/users`, user(`${n}`.repeat(200))))
  t.strictSame([...filled.keys()].sort(), [200, 503], 'users until the memory is full, then 503')
  const { evicted } = await checkHealth(t, send, 'all is full')
  t.ok(evicted.bodies > 0 && evicted.history > 0 && evicted.journals > 0, 'everything else was evicted')
  for (const n of [0, 500, 999]) {
    const { text, headers } = await send(`POST ${sandbox(n)}/__admin/requests/count`, { body: '{}' })
    const { count, dropped = Number(headers['mock-journal-dropped']) } = JSON.parse(text)
    t.equal(count + dropped, 252, `sandbox ${n}: every request is counted or reported as evicted`)
  }
  t.equal((await send(`POST ${sandbox(1)}/__admin/reset`)).status, 200, 'a reset')
  t.equal((await send(`DELETE /__admin${sandbox(2)}`)).status, 204, 'a dropped sandbox')
  t.equal((await send(`POST ${sandbox(1)}/users`, user('own'))).status, 200, 'the reset and the drop make room')
})

for (const isMatched of [false, true]) {
  t.test(`150 stubs of 4 MB, ${isMatched ? 'matched and ' : ''}deleted, with a heap of 256 MB`, async (t) => {
    const send = await smallServer(t, [])
    for (let n = 0; n < 150; n++) {
      const { status, text } = await send(
        'POST /__admin/mappings',
        mapping({ urlPath: `/${n}` }, { body: 'x'.repeat(4e6) })
      )
      if (status !== 201) t.fail(`stub ${n}: ${status} ${text}`)
      if (isMatched) await send(`GET /${n}`)
      await send(`DELETE /__admin/mappings/${JSON.parse(text).id}`)
    }
    await checkHealth(t, send, 'deleted')
    const { text, headers } = await send('POST /__admin/requests/count', { body: '{}' })
    const { count, dropped = Number(headers['mock-journal-dropped'] ?? 0) } = JSON.parse(text)
    t.equal(count + dropped, isMatched ? 150 : 0, 'every request is counted or reported as evicted')
  })
}

t.test('bodies that do not fit into memory get a 503', async (t) => {
  const megabytes = (n: number) => 'x'.repeat(n * 1e6)
  const stub = (n: number) => mapping({ urlPath: '/large' }, { body: megabytes(n) })
  const oneUser = JSON.stringify({
    atrium: { users: [{ guid: 'USR-00000000-0000-0000-0000-000000000001', metadata: megabytes(50) }] }
  })
  const documents = new Map([300_000, 400_000].map((users) => [users, JSON.stringify(fixtureOf(users / 2))]))
  const records = (users: number) => ({ body: documents.get(users) as string })
  const list = (value: string) => ({ body: `{"mappings":[0${`,${value}`.repeat(20e6 / value.length)}]}` })
  const rows: [what: string, heap: number, count: number, request: (send: Client, n: number) => ReturnType<Client>][] =
    [
      ['a fixture set with one value of 50 MB', 128, 1, (send) => send('PUT /__admin/fixtures/x', { body: oneUser })],
      ['a state with one value of 50 MB', 128, 1, (send) => send('PUT /__admin/state', { body: oneUser })],
      ['400,000 records', 128, 1, (send) => send('PUT /__admin/fixtures/x', records(400_000))],
      ['three times 300,000 records', 256, 3, (send, n) => send(`PUT /__admin/fixtures/x${n}`, records(300_000))],
      ['a stub of 60 MB', 256, 1, (send) => send('POST /__admin/mappings', stub(60))],
      ['users of 1 MB', 128, 64, (send, n) => send('POST /users', user(`${n % 10}`.repeat(1e6)))],
      ['imports of lists', 256, 8, (send) => send('POST /__admin/mappings/import', list('[]'))],
      ['imports of objects', 256, 8, (send) => send('POST /__admin/mappings/import', list('{}'))]
    ]
  for (const [what, heap, count, request] of rows) {
    const send = await smallServer(t, ['--body-limit', '128MiB', '--fixtures', 'default'], heap)
    const statuses = await Promise.all(Array.from({ length: count }, async (_, n) => (await request(send, n)).status))
    t.ok(
      statuses.every((status) => [200, 201, 413, 422, 503].includes(status)),
      `${what}: ${[...new Set(statuses)]}`
    )
    t.equal((await checkHealth(t, send, what)).requests, 0, `${what}: no memory stays reserved`)
  }
})

t.test('a folder of stubs that does not fit into memory ends the start with a message', async (t) => {
  const folder = await temporaryFolder(t)
  const body = 'x'.repeat(3000)
  for (let n = 0; n < 20_000; n++)
    await writeFile(join(folder, `${n}.json`), mapping({ urlPath: `/${n}` }, { body }).body)
  const main = join(packageRoot, 'dist', 'main.cjs')
  const words = ['--max-old-space-size=128', main, '--ephemeral', '--port', '0', '--stubs', folder]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  t.teardown(() => child.kill('SIGKILL'))
  let message = ''
  child.stderr.on('data', (text) => {
    message += text
  })
  const [code] = await once(child, 'close')
  t.equal(code, 1, 'the exit code')
  t.match(message, /after \d+ of its 20000 files.*memory limit of 64 MiB.*--max-memory/, 'the message')
})
