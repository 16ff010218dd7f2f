import type { TSchema } from '@sinclair/typebox'

/** Marks the parts of a schema that the server accepts but clients should not send. */
export const LENIENT = 'x-lenient'

/**
 * A variant of a union that the server accepts but clients should not send. The published documents omit it; the server's checks and
 * the fuzz tests include it.
 */
export const lenient = <T extends TSchema>(schema: T): T => ({ ...schema, [LENIENT]: true })
