import type { Records } from '../api/define-api.ts'
import type { Turns } from '../common/turns.ts'
import { namingMember } from '../fixtures/member-names.ts'
import type { Collection } from '../state/collection.ts'
import type { SandboxState } from './sandbox-state.ts'

/** How many records are named. */
const MOST_NAMED = 10
/** How many records may have changed during a search, so that they are checked at once. */
const MOST_CHANGED = 10_000

/** The records of one list that name a record of another list. */
export interface Referrers {
  readonly list: string
  readonly total: number
  /** The keys of the first ones. */
  readonly keys: readonly string[]
}

interface Scan {
  readonly list: string
  readonly records: Collection<object>
  readonly refers: (record: object) => boolean
  readonly total: number
  readonly keys: readonly string[]
}

/**
 * Finds the records that name another one, in several turns of the event loop.
 *
 * @returns a function that gives them for a later state, at once; `undefined` if too much has changed since
 */
export async function referrersOf(
  { name, lists }: Records,
  { apis }: SandboxState,
  list: string,
  record: object,
  turns: Turns
): Promise<(state: SandboxState) => readonly Referrers[] | undefined> {
  const scans: Scan[] = []
  for (const [other, definition] of Object.entries(lists)) {
    const members = Object.entries(definition.references ?? {}).filter(([, target]) => target === list)
    const records = apis[name]?.lists[other]
    if (members.length === 0 || records === undefined) continue
    const value = Reflect.get(record, namingMember(lists[list]))
    const refers = (user: object): boolean => members.some(([member]) => Reflect.get(user, member) === value)
    scans.push(await scan(other, records, refers, turns))
  }
  return (state) => {
    const found = scans.map((scanned) => updated(scanned, state.apis[name]?.lists[scanned.list]))
    return found.every((referrers) => referrers !== undefined) ? found.filter(({ total }) => total > 0) : undefined
  }
}

async function scan(list: string, records: Collection<object>, refers: Scan['refers'], turns: Turns): Promise<Scan> {
  let total = 0
  const keys: string[] = []
  await turns.each(records, (record) => {
    if (refers(record) && ++total <= MOST_NAMED) keys.push(records.keyOf(record))
  })
  return { list, records, refers, total, keys }
}

/** The result of a scan with the changes since. */
function updated({ list, records, refers, total: before, keys }: Scan, present = records): Referrers | undefined {
  let [total, changes] = [before, 0]
  const named = new Set(keys)
  for (const [from, to] of records.changesTo(present)) {
    if (++changes > MOST_CHANGED) return undefined
    if (from !== undefined && refers(from)) {
      total--
      named.delete(records.keyOf(from))
    }
    if (to !== undefined && refers(to)) {
      total++
      named.add(records.keyOf(to))
    }
  }
  return { list, total, keys: [...named].slice(0, MOST_NAMED) }
}
