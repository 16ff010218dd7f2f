import type { Test } from 'tap'
import { memoryLog } from '../../src/log/memory-log.ts'
import { StoreUnavailable } from '../../src/log/store-unavailable.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState } from '../../src/sandbox/sandbox-state.ts'
import { JournalEntry } from '../../src/wiremock/journal/journal-entry.ts'
import type { SharedJournal } from '../../src/wiremock/journal/shared-journal.ts'
import { noFileStubs } from '../../src/wiremock/stubs/file-stubs.ts'
import { builtInLibrary } from '../support/app.ts'
import { MemoryJournals } from '../support/memory-journals.ts'
import { sandboxOptions, sourcesOf } from '../support/sandbox-options.ts'

const ARRIVAL = {
  method: 'GET',
  url: '/a',
  rawHeaders: [],
  httpVersion: '1.1',
  scheme: 'http',
  api: undefined,
  clientIp: undefined,
  receivedAt: 0
} as const
const RESPONSE = { status: 200, headers: {}, body: undefined }
const STUB = { document: '{"request":{},"response":{}}', order: 1, source: 'api' }

const entryOf = (isAborted = false): JournalEntry => {
  const entry = new JournalEntry(ARRIVAL, 0, true)
  entry.isAborted = isAborted
  return entry
}

/** A sandbox with a shared journal. @param whenCompiled called while the stub of a request is compiled */
async function open(t: Test, whenCompiled = (): void => {}) {
  const journals = new MemoryJournals()
  const sources = sourcesOf([])
  const compile: typeof sources.compile = async (documents) => {
    whenCompiled()
    return sources.compile(documents)
  }
  const options = sandboxOptions({ journals, sources: { ...sources, compile } })
  const fixtures = await builtInLibrary().open('default')
  const sandbox = new Sandbox('default', options, initialState(fixtures, noFileStubs.files), memoryLog)
  t.teardown(() => sandbox.dispose())
  const shared = sandbox.shared as SharedJournal
  await shared.begin()
  const name = [...(await shared.sizes()).keys()][0] as string
  return { journals, sandbox, shared, projection: shared.projection, name }
}

/** Rare moments of a journal that servers share: resets, disconnects and failures while it is read or written. */
export async function sharedProgress(t: Test): Promise<void> {
  t.test('a reset while the journal is read', async (t) => {
    const { sandbox, shared, projection } = await open(t)
    projection.startOver()
    await shared.recordResponse(added(shared, entryOf()), RESPONSE, 1)
    const updating = projection.update()
    projection.startOver()
    await updating
    t.equal(sandbox.journal.size, 1, 'the read starts over, and is complete')
  })

  t.test('a reset while a request is read', async (t) => {
    let reset = (): void => {}
    const { journals, sandbox, projection, name } = await open(t, () => reset())
    const request = { id: 'a', arrival: ARRIVAL, body: '', isAborted: false, wasMatched: true, stub: STUB }
    await journals.append(name, { kind: 'request', request }, '1')
    let resets = 0
    reset = () => {
      if (resets++ === 0) projection.startOver()
    }
    await projection.update()
    t.equal(resets, 1, 'it was reset')
    t.equal(sandbox.journal.size, 1, 'the request is in the journal once')
  })

  t.test('news of a request that was removed', async (t) => {
    const { journals, sandbox, projection, name } = await open(t)
    const request = { id: 'gone', arrival: ARRIVAL, body: '', isAborted: false, wasMatched: true }
    await journals.amend(name, { kind: 'later', request }, '1')
    await projection.update()
    t.equal(sandbox.journal.size, 0)
  })

  t.test('a journal can be released twice', async (t) => {
    const { projection } = await open(t)
    const [first, other] = [await projection.hold(), await projection.hold()]
    first()
    first()
    other()
    await t.resolves(projection.update(), 'and can still be read')
  })

  t.test('requests without a response are stored', async (t) => {
    const { sandbox, shared, projection, journals } = await open(t)
    await projection.update()
    added(shared, entryOf(true))
    shared.recordEnd(added(shared, entryOf()))
    shared.recordEnd(entryOf())
    await shared.recordResponse(added(shared, entryOf(true)), RESPONSE, 1)
    await projection.update()
    t.equal(sandbox.journal.size, 3)
    t.strictSame(shared.sizeIn(new Map()), { requests: 0, dropped: 0 }, 'a journal that the store does not know')
    t.match(shared.idOf(entryOf()), /^[0-9a-f-]{36}$/, 'the id of an entry that is in no journal')
    journals.failure = new StoreUnavailable('no leader')
    await t.rejects(async () => shared.recordResponse(added(shared, entryOf()), RESPONSE, 1), {
      statusCode: 503,
      message: /could not be stored in the request journal: the store did not confirm it in time/
    })
  })
}

const added = (shared: SharedJournal, entry: JournalEntry): JournalEntry => {
  shared.add(entry)
  return entry
}
