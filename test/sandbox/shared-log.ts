import type { Test } from 'tap'
import type { StoredChange } from '../../src/log/change-log.ts'
import { Barrier } from '../../src/log/nats/barrier.ts'
import type { LogLink } from '../../src/log/nats/log-link.ts'
import type { BaseMessage, PlacedMessage, SandboxMessage } from '../../src/log/nats/messages.ts'
import { logFrom } from '../../src/log/nats/open-log.ts'
import { WrongSequence } from '../../src/log/nats/publisher.ts'
import { readServers } from '../../src/log/nats/server-url.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { stubDocuments } from '../../src/wiremock/stubs/stub-json.ts'
import { stubFilesOf } from '../../src/wiremock/stubs/stub-state.ts'

const BASE: BaseMessage = {
  kind: 'base',
  scope: 's/1',
  documents: 0,
  revision: 0,
  last: 0,
  created: 1,
  fixtures: { name: 'f', sha256: '0' },
  files: '0'
}
const CHANGE: StoredChange = { op: 'resetScenarios' }
const ORIGIN = { cause: { call: 'POST /x' }, date: new Date(5) }

const change = (revision: number): SandboxMessage => ({
  kind: 'change',
  scope: 's/1',
  documents: 0,
  revision,
  date: 7,
  change: CHANGE
})

/** A subject in memory, with what arrives of it. */
function subject(...messages: readonly SandboxMessage[]) {
  const stored: PlacedMessage[] = messages.map((message, i) => ({ sequence: i + 1, id: '', message }))
  let arrive: (message: PlacedMessage) => void = () => {}
  let isLost = false
  const link: LogLink = {
    async publish(body, { id = '', expected }) {
      const last = stored.at(-1)?.sequence ?? 0
      if (expected !== last) throw new WrongSequence()
      stored.push({ sequence: last + 1, id, message: JSON.parse(body) })
      if (isLost) throw new WrongSequence('the acknowledgement was lost, and so this was tried again')
      return last + 1
    },
    async settle() {
      for (const message of stored) arrive(message)
    },
    async purge(sequence) {
      stored.splice(
        0,
        stored.findIndex((message) => message.sequence >= sequence)
      )
    },
    maxBytes: () => 4096,
    async put() {},
    async *read() {
      yield Buffer.from(JSON.stringify(CHANGE))
    },
    async remove() {},
    async keepFixtures() {},
    async keepStubs() {},
    uuid: () => 'id'
  }
  const opened = logFrom(stored, link, 1)
  if (opened === undefined) throw new Error('not opened')
  const { log } = opened
  arrive = (message) => log.receive(message)
  return {
    log,
    stored,
    opened,
    loseAcknowledgements() {
      isLost = true
    },
    insert: (message: SandboxMessage) =>
      stored.push({ sequence: (stored.at(-1)?.sequence ?? 0) + 1, id: 'other', message })
  }
}

/** The parts of the store for several servers that need no NATS. */
export async function sharedLog(t: Test): Promise<void> {
  t.test('an append is stored unless another server was faster', async (t) => {
    const { log, insert, stored } = subject(BASE, change(1))
    t.equal(await log.append(2, CHANGE, ORIGIN), 'stored', 'the next revision')
    insert(change(3))
    t.equal(await log.append(3, CHANGE, ORIGIN), 'overtaken', 'the same revision as another one')
    t.match(
      await log.since(2),
      [{ revision: 3, change: CHANGE, origin: { date: new Date(7) } }],
      'what the other stored'
    )
    t.equal(await log.append(3, CHANGE, ORIGIN), 'overtaken', 'known here, without asking')
    t.equal(stored.length, 4, 'nothing else was stored')
  })

  t.test('a change whose acknowledgement was lost counts once', async (t) => {
    const { log, stored, loseAcknowledgements } = subject(BASE)
    loseAcknowledgements()
    t.equal(await log.append(1, CHANGE, ORIGIN), 'stored', 'it has arrived')
    t.equal(stored.length, 2, 'once')
    t.match(stored[1]?.message, { kind: 'change', revision: 1, date: 5, cause: ORIGIN.cause }, 'with its origin')
  })

  t.test('concurrent appends of one server are stored one after the other', async (t) => {
    const { log } = subject(BASE)
    const [first, second] = [log.append(1, CHANGE, ORIGIN), log.append(1, CHANGE, ORIGIN)]
    t.ok(log.busy, 'busy')
    t.strictSame(await Promise.all([first, second]), ['stored', 'overtaken'], 'results')
    await log.busy
    t.equal(log.busy, undefined, 'not busy')
  })

  t.test('a log with a gap, or of a dropped sandbox, is closed', async (t) => {
    for (const message of [change(3), { kind: 'dropped' } as const, { ...BASE, scope: 's/2' }]) {
      const { log, insert } = subject(BASE)
      let isClosed = false
      log.follow({
        news() {},
        options() {},
        closed() {
          isClosed = true
        }
      })
      insert(message)
      t.equal(await log.append(1, CHANGE, ORIGIN), 'overtaken', message.kind)
      t.equal(isClosed, true, `closed by ${message.kind}`)
      await t.rejects(
        log.append(1, CHANGE, ORIGIN).then(() => log.since(0)),
        { code: 'MOCK_CHANGE_NOT_STORED' },
        'nothing is stored'
      )
    }
  })

  t.test('a snapshot replaces earlier changes, and a later server starts with it', async (t) => {
    const { log, stored } = subject(BASE, change(1), change(2), change(3))
    const { fixtures, files } = BASE
    await log.compact({ revision: 2, fixtures, files, created: new Date(1), options: { auth: 'any' } }, () => [])
    t.strictSame(
      stored.map(({ message }) => ('revision' in message ? `${message.kind} ${message.revision}` : message.kind)),
      ['change 3', 'base 2'],
      'messages'
    )
    const { log: other, opened } = subject(...stored.map(({ message }) => message))
    t.match(opened.base, { revision: 2, options: { auth: 'any' }, snapshot: 's/1/id' }, 'the base')
    t.match(await other.since(2), [{ revision: 3 }], 'the changes after it')
    t.equal(await other.append(4, CHANGE, ORIGIN), 'stored', 'the next change')
  })

  t.test('a barrier is shared by those who have waited for it', async (t) => {
    let starts = 0
    const ends: (() => void)[] = []
    const barrier = new Barrier(() => {
      starts++
      return new Promise<void>((resolve) => ends.push(resolve))
    })
    const first = barrier.pass()
    const others = [barrier.pass(), barrier.pass()]
    t.equal(starts, 1, 'one runs')
    ends.shift()?.()
    await first
    await Promise.resolve()
    t.equal(starts, 2, 'the others share the next, which started after them')
    ends.shift()?.()
    await Promise.all(others)
  })

  t.test('the addresses of the store', async (t) => {
    const rows: [string, object][] = [
      ['nats://a', { hosts: ['a:4222'], isEncrypted: false }],
      ['nats://u:p%40@a:1,b:2', { hosts: ['a:1', 'b:2'], isEncrypted: false, user: 'u', pass: 'p@' }],
      ['tls://token@a,tls://b', { hosts: ['a:4222', 'b:4222'], isEncrypted: true, token: 'token' }]
    ]
    for (const [url, servers] of rows) t.strictSame(readServers(url), servers, url)
    for (const url of ['a:4222', 'redis://a', 'nats://a,tls://b', 'nats://a:b', 'nats://a/x', 'nats://'])
      t.throws(() => readServers(url), { name: 'StoreError' }, url)
  })

  t.test('stubs of files are stored as a JSON array', async (t) => {
    const mapping = { id: '00000000-0000-0000-0000-000000000001', request: { url: '/a' }, response: { status: 200 } }
    const files = stubFilesOf(compileStored([mapping, { ...mapping, id: '00000000-0000-0000-0000-000000000002' }]))
    t.match(JSON.parse([...stubDocuments(files).text()].join('')), [mapping, { request: { url: '/a' } }], 'two')
    t.equal([...stubDocuments(stubFilesOf([])).text()].join(''), '[]', 'none')
  })
}
