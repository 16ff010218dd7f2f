import type { ClockAndIds } from '../common/clock-and-ids.ts'
import type { Turns } from '../common/turns.ts'
import { journalOf } from '../log/journal-store.ts'
import type { EntryFilter, Journal } from '../wiremock/journal/journal.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import type { JournalReader } from '../wiremock/journal/journal-reader.ts'
import { type Found, type Matcher, searchFor } from '../wiremock/journal/search.ts'
import { SharedJournal } from '../wiremock/journal/shared-journal.ts'
import type { StubMapping } from '../wiremock/stubs/stub-mapping.ts'
import type { Change } from './changes.ts'
import type { SandboxOptions } from './sandbox-options.ts'
import type { SandboxState } from './sandbox-state.ts'

/** How many mappings of stored requests are kept, because many requests use the same. */
const MOST_COMPILED = 100

/** The members of a sandbox that are about its journal. */
export interface SharesJournal {
  readonly journal: Journal
  readonly shared: SharedJournal | undefined
  readonly turns: Turns
}

/** Whether a change also empties the request journal. As in WireMock, whose clients reset the stubs between tests. */
export const emptiesJournal = ({ op }: Change): boolean => op === 'reset' || op === 'resetStubs'

/** The journal that replicas share, of a sandbox; `undefined` without a store. */
export function openSharedJournal(
  sandbox: SharesJournal & { readonly name: string; readonly clock: ClockAndIds; readonly state: SandboxState },
  id: string,
  { journals: store, sources, maxRequests }: SandboxOptions,
  reader: JournalReader | undefined
): SharedJournal | undefined {
  if (store === undefined) return undefined
  const { journal, clock } = sandbox
  const name = (revision = sandbox.state.journalSince): string => journalOf(sandbox.name, id, revision)
  const compiled = new Map<string, Promise<StubMapping | undefined>>()
  const compile = (document: string): Promise<StubMapping | undefined> => {
    const known = compiled.get(document)
    if (known !== undefined) return known
    if (compiled.size === MOST_COMPILED) compiled.clear()
    const mapping = sources.compile([document]).then(
      ([first]) => first,
      () => undefined
    )
    compiled.set(document, mapping)
    return mapping
  }
  return new SharedJournal(name, { store, journal, clock, compile, reader, maxRequests })
}

/** The journal with all requests that any replica has responded to before this call. @throws JournalUnavailable */
export async function readJournal({ journal, shared }: SharesJournal): Promise<Journal> {
  await shared?.projection.update()
  return journal
}

/** How many requests a journal contains, and how many were evicted from it. */
export interface JournalSize {
  readonly requests: number
  readonly dropped: number
}

/** The size of each journal. A store counts them, because reading all of them would take long. @throws JournalUnavailable */
export async function journalSizes(sandboxes: readonly SharesJournal[]): Promise<JournalSize[]> {
  const sizes = await sandboxes.find(({ shared }) => shared !== undefined)?.shared?.sizes()
  return sandboxes.map(({ shared, journal }) =>
    shared === undefined || sizes === undefined
      ? { requests: journal.size, dropped: journal.dropped }
      : shared.sizeIn(sizes)
  )
}

/** Empties the journal. @throws JournalUnavailable */
export async function clearJournal({ journal, shared }: SharesJournal): Promise<void> {
  if (shared === undefined) journal.clear()
  else await shared.projection.clear()
}

/** Removes entries. @returns them, newest first. @throws JournalUnavailable */
export async function removeRequests({ journal, shared }: SharesJournal, filter: EntryFilter): Promise<JournalEntry[]> {
  return shared === undefined ? journal.remove(filter) : shared.projection.remove(filter)
}

/**
 * Waits until the journal contains enough matching entries at the same time.
 *
 * @param caller ends the wait
 * @returns them, or the available ones after the timeout, oldest first
 * @throws what `Journal.waitFor` throws, JournalUnavailable
 */
export async function waitForRequests(
  sandbox: SharesJournal,
  pattern: Matcher,
  atLeast: number,
  timeoutMs: number,
  caller?: AbortSignal
): Promise<Found> {
  const journal = await readJournal(sandbox)
  const found = await journal.waitFor(pattern, atLeast, timeoutMs, caller)
  if (sandbox.shared === undefined || found.entries.length >= atLeast) return found
  // Requests may have been stored that have not arrived here.
  return searchFor(pattern, (await readJournal(sandbox)).snapshot(), sandbox.turns, caller)
}
