import { KindGuard, type TSchema, Type } from '@sinclair/typebox'

/** Marks the parts of a schema that the server accepts but clients should not send. */
export const LENIENT = 'x-lenient'

/**
 * A variant of a union that the server accepts but clients should not send. The published documents omit it; the server's checks and
 * the fuzz tests include it.
 */
export const lenient = <T extends TSchema>(schema: T): T => ({ ...schema, [LENIENT]: true })

/** An optional member that may also be null, which means that it is omitted. */
export const orNull = (schema: TSchema): TSchema =>
  Type.Optional(KindGuard.IsUnknown(schema) ? schema : Type.Union([schema, lenient(Type.Null())]))
