import { type ObjectOptions, type Static, type TSchema, type TUnsafe, Type } from '@sinclair/typebox'

/** The schema of an object with any names. `Type.Record` accepts anything under a name that contains a line break. */
export const mapOf = <T extends TSchema>(member: T, options: ObjectOptions = {}): TUnsafe<Record<string, Static<T>>> =>
  Type.Unsafe(Type.Object({}, { ...options, additionalProperties: member }))
