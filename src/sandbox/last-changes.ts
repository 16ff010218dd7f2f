import { isDeepStrictEqual } from 'node:util'
import type { Turns } from '../common/turns.ts'
import type { Collection } from '../state/collection.ts'
import type { HistoryEntry } from './history.ts'
import { partsOf } from './parts.ts'

/** A list of records of one API. */
export interface ListName {
  readonly api: string
  readonly list: string
}

/** Records of a list in its present state, by key. */
type Present = ReadonlyMap<string, object>

/**
 * The revisions of the last changes of some records, by key, as far as the history knows them.
 *
 * @param newestFirst every change in the history
 */
export async function lastChanges(
  newestFirst: readonly HistoryEntry[],
  name: ListName,
  records: Collection<object>,
  present: Present,
  turns: Turns
): Promise<ReadonlyMap<string, number>> {
  const pending = new Map(present)
  const found = new Map<string, number>()
  await turns.each(newestFirst, (entry) => {
    for (const key of changedBy(entry, name, records, pending)) {
      found.set(key, entry.revision)
      pending.delete(key)
    }
  })
  return found
}

/** The newest of these changes that changed a record; `undefined` if none did. */
export const lastChange = (
  newestFirst: readonly HistoryEntry[],
  name: ListName,
  records: Collection<object>,
  key: string,
  record: object
): HistoryEntry | undefined =>
  newestFirst.find((entry) => changedBy(entry, name, records, new Map([[key, record]])).length > 0)

/** The keys of those records that a change made what they are. Later changes have not touched them. */
function changedBy(
  { change, before }: HistoryEntry,
  { api, list }: ListName,
  records: Collection<object>,
  present: Present
): string[] {
  if (present.size === 0) return []
  if ('list' in change) {
    if (change.api !== api || change.list !== list) return []
    const key = change.op === 'remove' ? change.key : records.keyOf(change.record)
    return present.has(key) ? [key] : []
  }
  if (!('state' in before) || !partsOf({ change }).records) return []
  const earlier = before.state.apis[api]?.lists[list]
  // To index a large list would delay other requests. If it is not indexed any more, its records may have been different.
  if (earlier === undefined || !earlier.isIndexed) return [...present.keys()]
  return [...present].filter(([key, record]) => !isDeepStrictEqual(earlier.get(key), record)).map(([key]) => key)
}
