import type { TObject } from '@sinclair/typebox'
import type { Problems } from '../../common/problems.ts'
import { isObject, readScalars } from './read-scalars.ts'

/** Members of WireMock's documents that the schemas here do not have. */
export interface OtherMembers {
  /** They mean nothing to this server. */
  readonly ignored?: readonly string[]
  /** What this server cannot do, by the member that asks for it. */
  readonly unsupported?: Readonly<Record<string, string>>
}

/**
 * Reads an object as leniently as WireMock does: without known members that are null, without members that say nothing, and with numbers and
 * booleans in text converted.
 *
 * @param document unchecked
 * @param problems collects the members that are not supported
 * @returns the object for the check against its schema. Unknown members stay, even if they are null
 */
export function knownMembers(
  document: unknown,
  schema: TObject,
  { ignored = [], unsupported = {} }: OtherMembers,
  pointer: string,
  problems: Problems
): unknown {
  if (!isObject(document)) return document
  const members = Object.entries(document).filter(([name, value]) => {
    if (Object.hasOwn(schema.properties, name)) return value !== null
    if (!Object.hasOwn(unsupported, name)) return !ignored.includes(name)
    if (!saysNothing(value)) problems.add(`${pointer}/${name}`, `not supported: ${unsupported[name]}`)
    return false
  })
  return readScalars(Object.fromEntries(members), schema)
}

/** An object without known members that are null. */
export const withoutNulls = (document: object, { properties }: TObject): object =>
  Object.fromEntries(
    Object.entries(document).filter(([name, value]) => value !== null || !Object.hasOwn(properties, name))
  )

const saysNothing = (value: unknown): boolean =>
  value === null || value === '' || value === false || (typeof value === 'object' && Object.keys(value).length === 0)
