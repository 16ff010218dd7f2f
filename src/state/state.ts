import type { Collection } from './collection.ts'

/** The records and counters of one API at one moment. */
export interface ApiState {
  readonly lists: Readonly<Record<string, Collection<object>>>
  readonly counters: Readonly<Record<string, number>>
}

/** The records and counters of every API, by its name: an immutable value. */
export type State = Readonly<Record<string, ApiState>>

/** The counters of every API, by its name. */
export type Counters = Readonly<Record<string, ApiState['counters']>>

/**
 * Copies the records, so that other sandboxes can start from them: the collections share no indexes with this state, and the counters are
 * zero. Yields to other requests.
 */
export async function detached(state: State): Promise<State> {
  const copies: Record<string, ApiState> = {}
  for (const [api, { lists, counters }] of Object.entries(state)) {
    const copied: Record<string, Collection<object>> = {}
    for (const [name, list] of Object.entries(lists)) copied[name] = await list.detached()
    copies[api] = { lists: copied, counters }
  }
  return withZeroCounters(copies)
}

/** About how much memory the records of a state took when its collections were built, in bytes. Later changes do not count. */
export const stateBytes = (state: State): number =>
  Object.values(state)
    .flatMap(({ lists }) => Object.values(lists))
    .reduce((sum, list) => sum + list.builtBytes, 0)

/** The same records with every counter at zero. */
export const withZeroCounters = (state: State): State => withCounters(state, {})

/** The same records with other counters; those that are not given are zero. */
export function withCounters(state: State, given: Counters): State {
  return Object.fromEntries(
    Object.entries(state).map(([api, { lists, counters }]) => [
      api,
      { lists, counters: Object.fromEntries(Object.keys(counters).map((name) => [name, given[api]?.[name] ?? 0])) }
    ])
  )
}

export const countersOf = (state: State): Counters =>
  Object.fromEntries(Object.entries(state).map(([api, { counters }]) => [api, counters]))

/** Whether two states have the same records, not only equal ones, in the same places. Parts that they share are skipped. */
export const haveSameRecords = (one: State, other: State): boolean =>
  Object.entries(one).every(([api, { lists }]) =>
    Object.entries(lists).every(([name, list]) => list.isSameAs(other[api]?.lists[name]))
  )
