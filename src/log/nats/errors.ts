import { createError } from '@fastify/error'

/** A store that a server cannot start with. The message says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/** NATS does not respond, so nothing can be read or changed. */
export const StoreUnavailable = createError<[string]>(
  'MOCK_STORE_UNAVAILABLE',
  'the store is not available: %s. Repeat the request in a few seconds',
  503
)
