/** A document without the members that are null: WireMock takes that for nothing said, and some clients send it. */
export function withoutNulls(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null))
}
