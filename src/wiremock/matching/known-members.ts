import type { TObject } from '@sinclair/typebox'
import type { Problems } from '../../common/problems.ts'
import { isObject, readScalars, without } from './read-scalars.ts'

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
  const given = (names: readonly string[]): string[] => names.filter((name) => Object.hasOwn(document, name))
  const others = given(Object.keys(unsupported))
  for (const name of others) {
    if (!saysNothing(document[name])) problems.add(`${pointer}/${name}`, `not supported: ${unsupported[name]}`)
  }
  return readScalars(withoutAny(withoutNulls(document, schema), [...given(ignored), ...others]), schema)
}

/** An object without known members that are null. */
export const withoutNulls = (document: object, { properties }: TObject): object =>
  withoutAny(
    document,
    Object.keys(properties).filter((name) => Object.hasOwn(document, name) && Reflect.get(document, name) === null)
  )

/** An object with thousands of unknown members is rejected later: it is not copied. */
const withoutAny = (document: object, names: readonly string[]): object =>
  names.length === 0 ? document : without(document, names)

const saysNothing = (value: unknown): boolean =>
  value === null || value === '' || value === false || (typeof value === 'object' && Object.keys(value).length === 0)
