import type { TObject } from '@sinclair/typebox'

/**
 * Removes known members that are null: WireMock ignores them, and some clients send them.
 *
 * @param schema its members are the known ones; WireMock rejects unknown members even if they are null
 */
export function withoutNulls(document: unknown, { properties }: TObject): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  const nulls = Object.keys(properties).filter(
    (name) => Object.hasOwn(document, name) && document[name as keyof typeof document] === null
  )
  if (nulls.length === 0) return document
  return Object.fromEntries(Object.entries(document).filter(([name]) => !nulls.includes(name)))
}
