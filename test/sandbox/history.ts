import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { records as atms } from '../../src/apis/atms/records.ts'
import { type AtriumUser, records } from '../../src/apis/atrium/records.ts'
import { apis } from '../../src/apis/index.ts'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { assemble } from '../../src/mock/assemble.ts'
import { libraryOptions } from '../../src/mock/library-options.ts'
import { addStub } from '../../src/mock/requests.ts'
import type { HistoryEntry } from '../../src/sandbox/history.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { RecordChange } from '../../src/state/changes.ts'
import { JournalEntry } from '../../src/wiremock/journal/journal-entry.ts'
import { guid } from '../support/fixtures.ts'
import { sandboxOf } from '../support/sandbox-options.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { plainOf } from './state-value.ts'

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }
const ACCOUNT = { Username: 'new', DisplayName: 'New', UserGroupName: 'Operators' }
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

async function mockFor(t: Test, options: Parameters<typeof libraryOptions>[0] = {}) {
  const mock = await assemble(libraryOptions(options, apis), apis)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= mock.close())
  t.teardown(close)
  return { ...mock, close, send: senderFor(mock.server) }
}

const senderFor =
  (server: FastifyInstance) =>
  async (method: Method, url: string, body?: object): Promise<void> => {
    const response = await server.inject({ method, url, headers: CREDENTIALS, ...(body && { body }) })
    if (response.statusCode >= 400) throw new Error(`${method} ${url}: ${response.statusCode} ${response.body}`)
  }

const userOf = (n: number, metadata: string): AtriumUser => ({
  guid: guid(n),
  is_disabled: false,
  metadata,
  identifier: null
})

const add = (sandbox: Sandbox, n: number): Promise<null> =>
  sandbox.change(() => ({ change: records.add('users', userOf(n, '')), result: null }))

const revisions = ({ history }: Sandbox): number[] => history.newestFirst().map(({ revision }) => revision)

const arrival = {
  method: 'GET',
  rawHeaders: [],
  clientIp: undefined,
  httpVersion: '1.1',
  scheme: 'http',
  receivedAt: 0
}

/** Adds a request that takes this much memory. */
function addRequest({ journal, clock }: Sandbox, bytes: number): void {
  const overhead = new JournalEntry({ ...arrival, url: '' }, 0, true).requestSize()
  journal.add(new JournalEntry({ ...arrival, url: 'x'.repeat(bytes - overhead) }, clock.monotonic(), true))
}

/** The user whom a change of records has replaced or removed, or the whole state before another change. */
const replacedBy = ({ before }: HistoryEntry): unknown =>
  'record' in before ? (before.record ?? 'none') : plainOf(before.state)

export async function history(t: Test): Promise<void> {
  t.test('shows each change with its revision, time, cause and the state before', async (t) => {
    const { send, sandboxes } = await mockFor(t)
    const sandbox = sandboxes.default
    const journalId = () => ({ request: sandbox.journal.idOf(sandbox.journal.newestFirst()[0] as JournalEntry) })
    const byControl = (call: string) => () => ({ call })
    const stub = { request: { urlPath: '/api/Users' }, response: { status: 299 }, metadata: { mock: { times: 9 } } }
    const rows: [op: string, act: () => Promise<unknown>, cause: () => HistoryEntry['cause']][] = [
      ['add', () => send('POST', '/users', { user: { identifier: 'x' } }), journalId],
      ['add', () => send('POST', '/sandboxes/default/api/Users', ACCOUNT), journalId],
      ['replace', () => send('PUT', '/api/Users/new/disable'), journalId],
      ['remove', () => send('DELETE', '/api/Users/new'), journalId],
      ['settings', () => send('PUT', '/__admin/settings', { fixedDelay: 1 }), byControl('PUT /__admin/settings')],
      ['stubs', () => addStub(sandbox, stub), byControl('mock.stub()')],
      ['useStub', () => send('GET', '/api/Users'), journalId],
      ['stubs', () => send('DELETE', '/sandboxes/default/__admin/mappings'), byControl('DELETE /__admin/mappings')],
      ['resetRecords', () => send('POST', '//__admin/state/reset'), byControl('POST //__admin/state/reset')],
      ['reset', () => send('POST', '/__admin/reset', { fixtures: 'empty' }), byControl('POST /__admin/reset')]
    ]
    for (const [i, [op, act, cause]] of rows.entries()) {
      const before = sandbox.state
      const earliest = sandbox.clock.monotonic()
      await act()
      const [newest] = sandbox.history.newestFirst()
      if (newest === undefined) throw new Error(`${op} is not in the history`)
      t.equal(newest.change.op, op, `${op}: the change`)
      t.equal(newest.revision, i + 1, `${op}: the revision`)
      t.strictSame(newest.cause, cause(), `${op}: the cause`)
      t.ok(newest.at >= earliest && newest.at <= sandbox.clock.monotonic(), `${op}: the time`)
      const account = atms.of(before).lists.users.get('new')
      const replaced = { add: 'none', replace: account, remove: account }
      t.strictSame(replacedBy(newest), Reflect.get(replaced, op) ?? plainOf(before), `${op}: the value before`)
    }
    await send('GET', '/users')
    t.equal(sandbox.history.size, rows.length, 'a request that changes nothing has no entry')
    t.strictSame(
      revisions(sandbox),
      rows.map((_, i) => rows.length - i),
      'newest first'
    )
    t.equal(sandbox.journal.size, 1, 'the reset has cleared the journal, and kept the history')
  })

  t.test('contains at most --max-history changes', async (t) => {
    for (const maxHistory of [0, 1, 3, 50]) {
      const sandbox = sandboxOf({ maxHistory })
      for (let n = 0; n < 40; n++) await add(sandbox, n + 10)
      const expected = Array.from({ length: Math.min(40, maxHistory) }, (_, i) => 40 - i)
      t.strictSame(revisions(sandbox), expected, `--max-history ${maxHistory}`)
    }
  })

  t.test('an empty history or journal has nothing to evict', async (t) => {
    const { history, journal } = sandboxOf()
    for (const [what, spender] of [
      ['history', history],
      ['journal', journal]
    ] as const) {
      t.equal(spender.oldest, Number.POSITIVE_INFINITY, `${what}: others are older`)
      spender.dropOldest()
      t.equal(spender.bytes, 0, `${what}: its memory`)
    }
    t.equal(journal.dropped, 0, 'no request was evicted')
  })

  t.test('is evicted before any journal, the oldest changes first', async (t) => {
    const limit = 100_000
    const budget = new MemoryBudget(Number.POSITIVE_INFINITY, limit)
    const [one, other] = [sandboxOf({ budget }), sandboxOf({ budget })]
    for (let n = 0; n < 8; n++) {
      const user = userOf(10, `${n}`.repeat(3000))
      const change = n < 2 ? records.add('users', user) : records.replace('users', user)
      await (n % 2 === 0 ? one : other).change(() => ({ change, result: null }))
    }
    const all = () => [revisions(one), revisions(other)]
    addRequest(one, limit - one.history.bytes - other.history.bytes)
    const complete = [4, 3, 2, 1]
    t.strictSame(all(), [complete, complete], 'everything fits')
    const size = one.history.bytes
    addRequest(one, 700)
    t.strictSame(all(), [complete.slice(0, 3), complete.slice(0, 3)], 'the oldest changes are evicted')
    t.ok(one.history.bytes > 9000 && one.history.bytes < size, 'the records that changes replaced count')
    addRequest(other, one.history.bytes * 2)
    t.strictSame(all(), [[], []], 'all changes are evicted')
    const dropped = () => [one.journal.dropped, other.journal.dropped]
    t.strictSame(dropped(), [0, 0], 'no request is evicted before')
    addRequest(other, 1000)
    t.strictSame(dropped(), [1, 0], 'then the oldest request is')
    await add(one, 30)
    t.equal(one.state.revision, 5, 'changes still take effect')
  })

  t.test('counts only the values that a change removed, once', async (t) => {
    const sandbox = sandboxOf()
    const bytesAfter = async (change: RecordChange) => {
      const before = sandbox.history.bytes
      await sandbox.change(() => ({ change, result: null }))
      return sandbox.history.bytes - before
    }
    const rows: [what: string, change: RecordChange, from: number, to: number][] = [
      ['a record that was added is in the state', records.add('users', userOf(10, 'x'.repeat(10_000))), 100, 600],
      ['a replaced text', records.replace('users', userOf(10, 'y'.repeat(10_000))), 10_000, 11_000],
      [
        'a text that stays',
        records.replace('users', { ...userOf(10, 'y'.repeat(10_000)), identifier: 'x' }),
        100,
        1000
      ],
      ['a removed record', records.remove('users', guid(10)), 10_000, 11_000],
      ['a record of the fixtures', records.remove('users', guid(1)), 100, 600]
    ]
    for (const [what, change, from, to] of rows) {
      const bytes = await bytesAfter(change)
      t.ok(bytes > from && bytes < to, `${what}: ${bytes} bytes`)
    }
  })

  t.test('revisions only increase, through resets and restarts', async (t) => {
    const dataDir = await temporaryFolder(t)
    let last = 0
    for (const run of [1, 2, 3]) {
      const { send, sandboxes, close } = await mockFor(t, { dataDir })
      const { state, history } = sandboxes.default
      t.equal(state.revision, last, `run ${run} continues`)
      t.equal(history.size, 0, `run ${run} begins without a history`)
      for (const path of ['reset', 'state/reset', 'reset', 'mappings/reset']) {
        await send('POST', `/__admin/${path}`)
        await send('POST', '/users', { user: { metadata: path } })
        last += 2
        t.equal(sandboxes.default.state.revision, last, `run ${run}: after ${path} and a change`)
      }
      t.equal(history.size, 8, `run ${run}: the history has all of them`)
      await close()
    }
  })
}
