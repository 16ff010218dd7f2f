import type { FixtureName, FixtureSet } from '../../fixtures/fixture-set.ts'
import type { SavedState } from './recovery.ts'

/**
 * Messages for the user about a state that is resumed.
 *
 * @param startedFrom the fixtures as they were when the state was created, or last reset to them
 */
export function startNotices(
  path: string,
  fixtures: FixtureSet,
  startedFrom: FixtureName,
  saved: SavedState | undefined
): string[] {
  if (saved === undefined) return []
  const { log } = saved
  const isEdited = startedFrom.sha256 !== fixtures.sha256
  return [
    ...(isEdited ? [edited(path, fixtures.name)] : []),
    ...(log === undefined
      ? [`${path} has no state.wal.ndjson: changes made after state.json was written are lost`]
      : []),
    ...(log !== undefined && log.torn > 0
      ? [`state.wal.ndjson: dropped a truncated final record (${log.torn} bytes)`]
      : [])
  ]
}

const edited = (path: string, name: string): string =>
  `the fixtures '${name}' have changed since the state in ${path} was created: reset, or start with --fresh, to discard the state and load them`
