import type { Test } from 'tap'
import { ClockAndIds } from '../../src/common/clock-and-ids.ts'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { Pauses } from '../../src/common/pauses.ts'
import { Problems } from '../../src/common/problems.ts'
import { LOST } from '../../src/log/journal-store.ts'
import { harEntry } from '../../src/wiremock/journal/har.ts'
import { Journal } from '../../src/wiremock/journal/journal.ts'
import { JournalEntry } from '../../src/wiremock/journal/journal-entry.ts'
import { JournalProjection } from '../../src/wiremock/journal/journal-projection.ts'
import { Redaction } from '../../src/wiremock/journal/redaction.ts'
import { SharedJournal } from '../../src/wiremock/journal/shared-journal.ts'
import { readRequest, StoredRequests } from '../../src/wiremock/journal/stored-request.ts'
import { compileMapping } from '../../src/wiremock/stubs/compile-mapping.ts'
import { MemoryJournals } from '../support/memory-journals.ts'

const ARRIVAL = { method: 'GET', url: '/x', clientIp: undefined, httpVersion: '1.1', scheme: 'http', receivedAt: 0 }
const ID = '7ecd0ee5-5c4d-4e33-a4f7-3d4f0a1d9c5e'

function entryWith(members: Partial<JournalEntry> = {}): JournalEntry {
  return Object.assign(new JournalEntry({ ...ARRIVAL, rawHeaders: [] }, 0, true), { id: ID }, members)
}

const har = (members?: Partial<JournalEntry>) =>
  harEntry(entryWith(members), { idOf: () => ID }, new Redaction(new Set()))

function journalFor(store: MemoryJournals) {
  const clock = new ClockAndIds()
  const limits = { maxRequests: 10, maxRequestBytes: 1e6, budget: new MemoryBudget() }
  const journal = new Journal(limits, clock, new Pauses())
  return { store, journal, clock, compile: async () => undefined, reader: undefined, maxRequests: 10 }
}

/** Requests that few clients send, and responses that were not sent. */
export async function unusualEntries(t: Test): Promise<void> {
  t.test('HAR describes requests and responses of any kind', async (t) => {
    t.match(
      har(),
      { request: { url: 'http://localhost/x' }, response: { status: 0, _error: 'in progress' } },
      'pending'
    )
    t.match(har({ isAborted: true }), { response: { _error: 'the client disconnected early' } }, 'aborted')
    t.match(
      har({ body: 'a', bodyProblem: 'too large' }),
      { request: { bodySize: -1 }, comment: 'too large' },
      'too large'
    )
    const headers = { 'content-length': '5' }
    t.match(har({ response: { status: 299, headers, body: undefined } }), { response: { statusText: '', bodySize: 5 } })
    const unknown = har({ response: { status: 200, headers: { 'content-length': 'x' }, body: undefined } })
    t.match(unknown, { response: { bodySize: 0 } }, 'a length that is no number')
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    t.match(har({ rawHeaders: ['traceparent', traceparent] }), { _trace: traceparent.slice(3, 35) }, 'a trace')
    const bytes = har({ response: { status: 200, headers: {}, body: Buffer.from([0xff]) } })
    t.match(bytes, { response: { content: { text: '/w==', encoding: 'base64' } } }, 'bytes')
  })

  t.test('a store keeps responses of any kind', async (t) => {
    for (const body of [undefined, 'text', Buffer.from([0xff])]) {
      const entry = entryWith({ response: { status: 204, headers: {}, body } })
      const stored = JSON.parse(JSON.stringify(new StoredRequests().write(ID, entry)))
      t.strictSame((await readRequest(stored, 0, async () => undefined)).response?.body, body, `${body}`)
    }
  })

  t.test('a journal that nobody asks for any more is not followed', async (t) => {
    const store = new MemoryJournals()
    await store.begin('j')
    const options = { ...journalFor(store), linger: 5 }
    const projection = new JournalProjection(() => 'j', options)
    const shared = new SharedJournal(() => 'j', options)
    const first = entryWith()
    shared.add(first)
    await shared.recordResponse(first, { status: 200, headers: {}, body: undefined }, 1)
    t.equal((await projection.update()).size, 1, 'followed')
    const release = await projection.hold()
    await store.append('j', LOST, 'lost')
    await projection.update()
    t.equal(options.journal.dropped, 1, 'a message that the store lost is reported')
    await new Promise((resolve) => setTimeout(resolve, 20))
    t.equal(options.journal.size, 1, 'still followed, because it is held')
    release()
    while (options.journal.size > 0) await new Promise((resolve) => setTimeout(resolve, 2))
    t.equal((await projection.update()).size, 1, 'read again')
    projection.close()
    shared.recordAbort(entryWith())
    store.failure = new Error('no connection')
    const entry = entryWith()
    shared.add(entry)
    shared.recordAbort(entry)
    t.ok(entry.isAborted, 'a client that disconnects is recorded, even if that cannot be stored')
  })
  t.test('a response that its client did not wait for, or with a fault, is reported as incomplete', async (t) => {
    const store = new MemoryJournals()
    await store.begin('j')
    const problems = new Problems()
    const mapping = compileMapping({ response: { fault: 'EMPTY_RESPONSE' } }, ID, '', problems)
    const options = { ...journalFor(store), compile: async () => mapping }
    const ends: boolean[] = []
    options.journal.observer = { arrived() {}, answered: (_, isWhole) => ends.push(isWhole), removed() {} }
    const shared = new SharedJournal(() => 'j', options)
    const release = await shared.projection.hold()
    const stub = mapping && { mapping, order: 0, source: 'api' as const }
    for (const members of [{ isAborted: true }, { stub }, {}]) {
      const entry = entryWith(members)
      shared.add(entry)
      await shared.recordResponse(entry, { status: 200, headers: {}, body: undefined }, 1)
    }
    await shared.projection.update()
    t.strictSame(ends, [false, false, true], 'the client has left, the stub has a fault, neither')
    release()
    shared.projection.close()
  })
}
