import { isDeepStrictEqual } from 'node:util'
import type { Turns } from '../common/turns.ts'
import type { Collection } from '../state/collection.ts'

/** What differs between two versions of a list. Records that only moved in its order are left out. */
export interface ListDifference {
  readonly added: readonly Keyed[]
  readonly removed: readonly Keyed[]
  readonly changed: readonly ChangedRecord[]
  /** Of all of them, also of those that are not shown. */
  readonly counts: { readonly added: number; readonly removed: number; readonly changed: number }
}

interface Keyed {
  readonly key: string
  readonly record: object
}

interface ChangedRecord {
  readonly key: string
  readonly fields: FieldChanges
}

/** By the name of a field; `null` means that there is no value. */
export type FieldChanges = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>

/** How many records of each kind are shown. */
export const MOST_SHOWN = 1000

/** About how much memory a record takes while lists are compared, in bytes. */
const COMPARED_BYTES = 150

/**
 * Compares two versions of a list.
 *
 * @param reserve called with the bytes that it takes
 */
export async function differenceOf<T extends object>(
  before: Collection<T>,
  after: Collection<T>,
  turns: Turns,
  reserve: (bytes: number) => void
): Promise<ListDifference> {
  const [gone, added] = [new Map<string, T>(), new Map<string, T>()]
  await turns.each(before.changesTo(after), ([from, to]) => {
    if (from !== undefined) gone.set(before.keyOf(from), from)
    if (to !== undefined) added.set(after.keyOf(to), to)
    if ((gone.size + added.size) % 1000 === 0) reserve((gone.size + added.size) * COMPARED_BYTES)
  })
  const changed: ChangedRecord[] = []
  let changes = 0
  await turns.each(added, ([key, to]) => {
    const from = gone.get(key)
    if (from === undefined) return
    gone.delete(key)
    added.delete(key)
    const fields = fieldChanges(from, to)
    if (Object.keys(fields).length === 0) return
    if (++changes <= MOST_SHOWN) changed.push({ key, fields })
  })
  return {
    counts: { added: added.size, removed: gone.size, changed: changes },
    added: firstOf(added),
    removed: firstOf(gone),
    changed
  }
}

function firstOf(records: ReadonlyMap<string, object>): Keyed[] {
  const first: Keyed[] = []
  for (const [key, record] of records) {
    if (first.length === MOST_SHOWN) break
    first.push({ key, record })
  }
  return first
}

/** The members in which two objects differ. */
export function fieldChanges(before: object, after: object): FieldChanges {
  const [from, to] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(after))]
  const names = [...new Set([...from.keys(), ...to.keys()])]
  return Object.fromEntries(
    names
      .filter((name) => !isDeepStrictEqual(from.get(name), to.get(name)))
      .map((name) => [name, { from: from.get(name) ?? null, to: to.get(name) ?? null }])
  )
}
