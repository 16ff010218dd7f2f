import type { RecordChange } from '../state/changes.ts'
import type { RecordBefore } from './history.ts'
import type { SandboxState } from './sandbox-state.ts'

/** What a change of a record replaces or removes. */
export function recordBefore({ apis }: SandboxState, change: RecordChange): RecordBefore {
  const part = apis[change.api]
  const list = part?.lists[change.list]
  if (part === undefined || list === undefined) throw new RangeError(`unknown list '${change.api}.${change.list}'`)
  const key = change.op === 'remove' ? change.key : list.keyOf(change.record)
  return { record: list.get(key), serial: list.serialOf(key), counters: part.counters }
}
