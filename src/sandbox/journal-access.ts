import { journalOf } from '../log/journal-store.ts'
import type { EntryFilter, Journal, JournalReader } from '../wiremock/journal/journal.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { type Found, type Matcher, searchFor } from '../wiremock/journal/search.ts'
import { SharedJournal } from '../wiremock/journal/shared-journal.ts'
import type { Change } from './changes.ts'
import type { Sandbox } from './sandbox.ts'
import type { SandboxOptions } from './sandbox-options.ts'

/** Whether a change also empties the request journal. As in WireMock, whose clients reset the stubs between tests. */
export const emptiesJournal = ({ op }: Change): boolean => op === 'reset' || op === 'resetStubs'

/** The journal that replicas share, of a sandbox; `undefined` without a store. */
export function openSharedJournal(
  sandbox: Sandbox,
  id: string,
  { journals: store, sources, maxRequests }: SandboxOptions,
  reader: JournalReader | undefined
): SharedJournal | undefined {
  if (store === undefined) return undefined
  const { journal, clock } = sandbox
  const name = (revision = sandbox.state.journalSince): string =>
    journalOf(sandbox.name, id, revision)
  const compile = async (document: string) => {
    const [mapping] = await sources.compile([document]).catch(() => [])
    return mapping
  }
  return new SharedJournal(name, { store, journal, clock, compile, reader, maxRequests })
}

/** The journal with all requests that any replica has responded to before this call. @throws JournalUnavailable */
export async function readJournal({ journal, shared }: Sandbox): Promise<Journal> {
  await shared?.projection.update()
  return journal
}

/** How many requests a journal contains, and how many were evicted from it. */
export interface JournalSize {
  readonly requests: number
  readonly dropped: number
}

/** The size of each journal. A store counts them, because reading all of them would take long. @throws JournalUnavailable */
export async function journalSizes(sandboxes: readonly Sandbox[]): Promise<JournalSize[]> {
  const sizes = await sandboxes.find(({ shared }) => shared !== undefined)?.shared?.sizes()
  return sandboxes.map(({ shared, journal }) =>
    shared === undefined || sizes === undefined
      ? { requests: journal.size, dropped: journal.dropped }
      : shared.sizeIn(sizes)
  )
}

/** Empties the journal. @throws JournalUnavailable */
export async function clearJournal({ journal, shared }: Sandbox): Promise<void> {
  if (shared === undefined) journal.clear()
  else await shared.projection.clear()
}

/** Removes entries. @returns them, newest first. @throws JournalUnavailable */
export async function removeRequests({ journal, shared }: Sandbox, filter: EntryFilter): Promise<JournalEntry[]> {
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
  sandbox: Sandbox,
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
