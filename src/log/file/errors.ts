import { createError } from '@fastify/error'

/** A data directory that the server cannot start with. The message says what to do. */
export class DataDirectoryError extends Error {}

/** A change that was not made because it could not be stored. */
export const ChangeNotStored = createError<[string]>(
  'MOCK_CHANGE_NOT_STORED',
  'the change was not made, because it could not be written to the data directory: %s',
  500
)

export const damaged = (what: string): DataDirectoryError =>
  new DataDirectoryError(
    `${what} is damaged. Nothing was changed: restore the file, or start with --fresh to discard the saved state`
  )
