import type { TObject } from '@sinclair/typebox'

/**
 * A document without the members that are null: WireMock takes that for nothing said, and some clients send it.
 *
 * @param schema what the document may have: WireMock refuses other members, and those that are null too
 */
export function withoutNulls(document: unknown, { properties }: TObject): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  return Object.fromEntries(
    Object.entries(document).filter(([name, value]) => value !== null || !Object.hasOwn(properties, name))
  )
}
