import type { Collection } from '../state/collection.ts'
import type { State } from '../state/state.ts'
import { EvictedChange, EvictedRevision, UnknownRevision } from './errors.ts'
import type { HistoryEntry, RecordBefore } from './history.ts'
import type { Sandbox } from './sandbox.ts'
import type { SandboxState } from './sandbox-state.ts'

interface Edit {
  readonly serial: number
  readonly record: object | undefined
}

/**
 * The state at a revision, for reading: the present state keeps its indexes.
 *
 * @throws UnknownRevision, EvictedRevision
 */
export const stateAt = (sandbox: Sandbox, revision: number): SandboxState =>
  stateBefore(sandbox.state, changesSince(sandbox, revision))

/** The changes after a revision, newest first. @throws UnknownRevision, EvictedRevision */
export function changesSince({ state, history }: Sandbox, revision: number): HistoryEntry[] {
  if (revision > state.revision) throw new UnknownRevision(revision, state.revision)
  const changes = history.since(revision, state.revision)
  if (changes === undefined) throw new EvictedRevision(revision, oldestRevision({ state, history }))
  return changes
}

/** A change and those after it, newest first. @throws UnknownRevision, EvictedRevision */
export function changesFrom({ state, history }: Sandbox, revision: number): HistoryEntry[] {
  if (revision > state.revision) throw new UnknownRevision(revision, state.revision)
  const changes = history.since(revision - 1, state.revision)
  if (changes === undefined) throw new EvictedChange(revision)
  return changes
}

/** The oldest revision whose state is known. */
export const oldestRevision = ({ state, history }: Pick<Sandbox, 'state' | 'history'>): number =>
  state.revision - history.size

/**
 * The state before some changes, for reading: the present state keeps its indexes.
 *
 * @param newestFirst every change since
 */
export function stateBefore(present: SandboxState, newestFirst: readonly HistoryEntry[]): SandboxState {
  let state = present
  let records: HistoryEntry[] = []
  for (const entry of newestFirst) {
    if ('state' in entry.before) {
      // What came after does not matter: this is the whole state.
      state = entry.before.state
      records = []
    } else records.push(entry)
  }
  const revision = newestFirst.at(-1)?.revision
  return {
    ...state,
    apis: recordsBefore(state.apis, records),
    revision: revision === undefined ? state.revision : revision - 1
  }
}

function recordsBefore(state: State, newestFirst: readonly HistoryEntry[]): State {
  const edits = new Map<string, Edit[]>()
  const counters: Record<string, RecordBefore['counters']> = {}
  for (const { change, before } of newestFirst) {
    if (!('list' in change) || 'state' in before) continue
    const place = `${change.api}.${change.list}`
    const ofList = edits.get(place)
    if (ofList === undefined) edits.set(place, [before])
    else ofList.push(before)
    counters[change.api] = before.counters
  }
  const listBefore = (place: string, list: Collection<object>): Collection<object> => {
    const ofList = edits.get(place)
    return ofList === undefined ? list : list.rewound(ofList)
  }
  return mapValues(state, ({ lists, counters: present }, api) => ({
    lists: mapValues(lists, (list, name) => listBefore(`${api}.${name}`, list)),
    counters: counters[api] ?? present
  }))
}

const mapValues = <V, W>(values: Readonly<Record<string, V>>, map: (value: V, name: string) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value, name)]))
