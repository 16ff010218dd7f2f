import { createError } from '@fastify/error'

/** A store that a server cannot start with. The message says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/** Another replica has a newer version, and has changed a sandbox in a way that this one cannot read. */
export const NewerChange = createError<[string]>(
  'MOCK_NEWER_CHANGE',
  "a newer version of the server has changed the sandbox '%s', and this replica cannot read that: update this replica",
  503
)

/** A change was sent, but it is not known whether it was stored. */
export const ChangeNotConfirmed = createError<[]>(
  'MOCK_CHANGE_NOT_CONFIRMED',
  'the change may or may not take effect: NATS did not confirm it in time. Read the record before you repeat the request',
  503
)
