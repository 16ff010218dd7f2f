/** The most common value: a fast path without parsing. */
const JSON_TYPE = 'application/json'

/** The media type in a Content-Type header, in lower case and without parameters; `undefined` without a header. */
export function mediaTypeOf(header: string | undefined): string | undefined {
  if (header === JSON_TYPE) return header
  return header?.split(';', 1)[0]?.trim().toLowerCase()
}
