import { randomBytes } from 'node:crypto'
import { UPLOAD } from '../log/change-log.ts'
import type { Collection } from '../state/collection.ts'
import { countersOf, haveSameRecords, type State, withCounters } from '../state/state.ts'
import type { RestoreChange } from './changes.ts'
import type { Cause } from './history.ts'
import { ALL, type Parts } from './parts.ts'
import { changesSince, stateAt } from './rewind.ts'
import type { Sandbox } from './sandbox.ts'
import type { SandboxState } from './sandbox-state.ts'

interface Restored {
  /** The state at a revision in the history. */
  readonly target: SandboxState
  readonly parts: Parts
  /** Throws if the change is not possible any more. */
  readonly check: () => void
}

/**
 * Puts everything back to a revision, which is a change itself.
 *
 * @returns the revision that it led to
 * @throws UnknownRevision, EvictedRevision; what a change throws
 */
export async function restore(sandbox: Sandbox, revision: number, cause: Cause): Promise<number> {
  const target = stateAt(sandbox, revision)
  const check = (): void => void changesSince(sandbox, revision)
  return putBack(sandbox, { target, parts: ALL, check }, cause)
}

/**
 * Puts back parts of an earlier state. Other requests are served while the records are indexed and stored.
 *
 * @returns the revision that it led to
 */
export async function putBack(sandbox: Sandbox, { target, parts, check }: Restored, cause: Cause): Promise<number> {
  check()
  const { fixtures, stubs, settings } = target
  const isAsInFixtures = haveSameRecords(target.apis, fixtures.state)
  // The lists of the fixtures have indexes.
  const apis = isAsInFixtures ? withCounters(fixtures.state, countersOf(target.apis)) : target.apis
  const document = isAsInFixtures ? undefined : randomBytes(32).toString('hex')
  const copies = document === undefined ? [] : [{ name: UPLOAD, sha256: document, source: 'memory', state: apis }]
  const decide = (present: SandboxState) => {
    check()
    // The present lists lend their indexes to the next version: an earlier one may have lost them since.
    if (!listsOf(apis, stubs).every(({ isIndexed }) => isIndexed)) return { result: undefined }
    const change: RestoreChange = {
      op: 'restore',
      ...(parts.records && { records: { apis, fixtures, document, ...memoryOf(sandbox, present, target) } }),
      ...(parts.stubs && { stubs: { ...stubs, files: present.stubs.files } }),
      ...(parts.settings && { settings })
    }
    return { change, result: present.revision + 1 }
  }
  return sandbox.withFixturesKept(parts.records ? [fixtures, ...copies] : [], async () => {
    for (;;) {
      for (const list of listsOf(apis, stubs)) await list.index()
      const revision = await sandbox.change(decide, cause)
      if (revision !== undefined) return revision
    }
  })
}

/** What the records take after the change, and what they take now that the change replaces, as far as the history knows. */
function memoryOf(sandbox: Sandbox, { revision }: SandboxState, target: SandboxState) {
  let [growth, added] = [0, 0]
  for (const { effect } of sandbox.history.since(target.revision, revision) ?? []) {
    growth += effect.growth
    added += Math.max(0, effect.growth + effect.keptBytes)
  }
  return { bytes: sandbox.ownBytes - growth, replacedBytes: Math.min(sandbox.ownBytes, added) }
}

const listsOf = (apis: State, stubs: SandboxState['stubs']): Collection<object>[] => [
  ...Object.values(apis).flatMap(({ lists }) => Object.values(lists)),
  stubs.stubs,
  stubs.uses
]
