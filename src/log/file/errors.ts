import { createError } from '@fastify/error'

/** A data directory that the server cannot start with. The message says what to do. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError'
}

/** A change that was rejected because the data directory is missing or belongs to another server. */
export const DataDirectoryLost = createError<[string, string]>(
  'MOCK_DATA_DIRECTORY_LOST',
  'the data directory %s %s: changes are rejected until it is restored. Restore it, or restart the server',
  503
)

const DISCARD = 'or start with --fresh to discard the saved state'

/** What to do about a state file that cannot be used. */
export const RESTORE = `Nothing was changed: restore the file, ${DISCARD}`

/** @param what is wrong with which file */
export const unusable = (what: string): DataDirectoryError => new DataDirectoryError(`${what}. ${RESTORE}`)

/** An unusable log. Without its log, the state file can still be used. */
export const unusableLog = (what: string): DataDirectoryError =>
  new DataDirectoryError(
    `${what}. Nothing was changed: restore the file, remove it to continue with the contents of state.json, ${DISCARD}`
  )

export const damagedLog = (place: string): DataDirectoryError => unusableLog(`${place} is damaged`)
