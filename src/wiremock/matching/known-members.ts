import type { TObject } from '@sinclair/typebox'
import type { Problems } from '../../common/problems.ts'
import { hasNoMembers, isObject, readScalars, without } from './read-scalars.ts'

/** Members of WireMock's documents that the schemas here do not have. */
export interface OtherMembers {
  /** They have no effect in this server. */
  readonly ignored?: readonly string[]
  /** Members for features that this server lacks, with the reason. */
  readonly unsupported?: Readonly<Record<string, string>>
}

/**
 * Reads an object as leniently as WireMock does: removes known members that are null, and converts numbers and booleans in text. Also removes
 * ignored and unsupported members.
 *
 * @param document not validated yet
 * @param problems collects the unsupported members that are not empty
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
    if (!isEmpty(document[name])) problems.add(`${pointer}/${name}`, `not supported: ${unsupported[name]}`)
  }
  return readScalars(withoutAny(withoutNulls(document, schema), [...given(ignored), ...others]), schema)
}

/** An object without known members that are null. */
export const withoutNulls = (document: object, { properties }: TObject): object =>
  withoutAny(
    document,
    Object.keys(properties).filter((name) => Object.hasOwn(document, name) && Reflect.get(document, name) === null)
  )

/** Copies only if necessary: an object may have thousands of unknown members, for which it is rejected later. */
const withoutAny = (document: object, names: readonly string[]): object =>
  names.length === 0 ? document : without(document, names)

const isEmpty = (value: unknown): boolean => value === null || value === '' || value === false || hasNoMembers(value)
