import { createError } from '@fastify/error'

/** A data directory that the server cannot start on. The message says what to do. */
export class DataDirectoryError extends Error {}

/** A change that could not be written down, and so has not happened. */
export const ChangeNotKept = createError<[string]>(
  'MOCK_CHANGE_NOT_KEPT',
  'the change could not be written to the data directory, and was not made: %s',
  500
)
