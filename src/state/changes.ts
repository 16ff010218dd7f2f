import type { ApiState, State } from './state.ts'

/** A change to one record, as it is applied to the state and stored in the log. */
export type RecordChange = {
  readonly api: string
  readonly list: string
  /** The API's counters after this change; omitted if none changes. */
  readonly counters?: ApiState['counters']
} & ({ readonly op: 'add' | 'replace'; readonly record: object } | { readonly op: 'remove'; readonly key: string })

/**
 * The state after one change to one record. Recovery applies the logged changes through this function, too.
 *
 * @throws RangeError if the state has no such API or list
 */
export function applyRecordChange(state: State, change: RecordChange): State {
  const part = state[change.api]
  const list = part?.lists[change.list]
  if (part === undefined || list === undefined) throw new RangeError(`unknown list '${change.api}.${change.list}'`)
  const changed = change.op === 'remove' ? list.remove(change.key) : list[change.op](change.record)
  return {
    ...state,
    [change.api]: { lists: { ...part.lists, [change.list]: changed }, counters: change.counters ?? part.counters }
  }
}
