import { findText } from '../common/find-text.ts'
import type { Turns } from '../common/turns.ts'
import type { Collection } from '../state/collection.ts'

/** A part of the records that a search finds. */
export interface FoundRecords {
  readonly records: readonly object[]
  /** Of all records that it finds. */
  readonly matching: number
}

/**
 * Finds the records that contain a text in one of their members, in upper or lower case. Other requests are served meanwhile.
 *
 * @param isWanted whether the client still waits
 */
export async function searchRecords(
  records: Collection<object>,
  text: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  isWanted: () => boolean,
  turns: Turns
): Promise<FoundRecords> {
  const part = folded(text)
  const found: object[] = []
  let matching = 0
  await turns.each(whileWanted(records, isWanted), (record) => {
    if (!contains(record, part)) return
    if (matching >= offset && found.length < limit) found.push(record)
    matching++
  })
  return { records: found, matching }
}

function* whileWanted<T>(items: Iterable<T>, isWanted: () => boolean): Generator<T> {
  for (const item of items) {
    if (!isWanted()) return
    yield item
  }
}

/** Whether a text or a number in a value contains the part. `true`, `false` and `null` are not texts. */
function contains(value: unknown, part: string): boolean {
  if (typeof value === 'string') return findText(folded(value), part) >= 0
  if (typeof value === 'number') return String(value).includes(part)
  if (typeof value !== 'object' || value === null) return false
  for (const name in value) if (contains(Reflect.get(value, name), part)) return true
  return false
}

/** Texts that differ only in case become equal: first lower case, because the Kelvin sign is upper case already. */
const folded = (text: string): string => text.toLowerCase().toUpperCase()
