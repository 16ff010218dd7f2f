/** What nearly all clients send, with nothing to put right. */
const JSON_TYPE = 'application/json'

/**
 * The media type of the body as the request names it: lower case, without parameters; `undefined` where it names none.
 */
export function mediaTypeOf(header: string | undefined): string | undefined {
  if (header === JSON_TYPE) return header
  return header?.split(';', 1)[0]?.trim().toLowerCase()
}
