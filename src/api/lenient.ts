import type { TSchema } from '@sinclair/typebox'

/** Marks the parts of a schema that the server accepts, but that no client should send. */
export const LENIENT = 'x-lenient'

/**
 * A variant of a union that a client should not send: the published documents leave it out, the checks of the server and the fuzz tests
 * do not.
 */
export const lenient = <T extends TSchema>(schema: T): T => ({ ...schema, [LENIENT]: true })
