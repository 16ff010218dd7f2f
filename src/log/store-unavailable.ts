import { createError } from '@fastify/error'

/** The store does not respond, so nothing can be read or changed. */
export const StoreUnavailable = createError<[string]>(
  'MOCK_STORE_UNAVAILABLE',
  'the store is not available: %s. Repeat the request in a few seconds',
  503
)
