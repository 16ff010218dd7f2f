import { type OutgoingHttpHeaders, validateHeaderName } from 'node:http'
import type { StubResponse } from './stub-mapping.ts'

type Headers = StubResponse['headers']

/** The headers that delimit a body: a response has one of them. */
const FRAMING = /^(?:content-length|transfer-encoding)$/i
const BYTES = /^\d{1,15}$/
/** What a header and a status message may contain. */
export const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/
export const ONLY_SENDABLE = 'must not contain control characters or characters beyond Latin-1'

/** The headers of a response whose length is unknown: Node sends it in chunks, or closes the connection after it. */
export const withoutFraming = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !FRAMING.test(name)))

/**
 * Leaves out the headers that no response can have, or that would make clients misread it.
 *
 * @param emulates whether the emulated API sends the body
 * @param report called for each header that is left out, with the reason
 */
export function sendableHeaders(
  headers: Headers,
  emulates: boolean,
  report: (name: string, reason: string) => void
): Headers {
  let framing: string | undefined
  const isSendable = ([name, values]: [string, string | string[]]): boolean => {
    const isFraming = FRAMING.test(name)
    const reason =
      (isFraming && framing !== undefined ? `not allowed together with ${framing}` : undefined) ??
      (isFraming ? invalidFraming(name, [values].flat().join(', '), emulates) : invalidHeader(name, [values].flat()))
    if (isFraming) framing ??= name
    if (reason !== undefined) report(name, reason)
    return reason === undefined
  }
  return Object.fromEntries(Object.entries(headers).filter(isSendable))
}

function invalidFraming(name: string, value: string, emulates: boolean): string | undefined {
  if (emulates) return 'not supported with the transformer emulate: the emulated API sets it'
  if (/^content/i.test(name)) return BYTES.test(value) ? undefined : `expected a number of bytes, not '${value}'`
  return /^chunked$/i.test(value)
    ? undefined
    : `not supported: '${value}'. The server sends bodies as they are, or chunked`
}

function invalidHeader(name: string, values: readonly string[]): string | undefined {
  if (/^trailer$/i.test(name)) return 'not supported: the server sends no trailers'
  try {
    validateHeaderName(name)
  } catch {
    return `invalid header name '${name}': use letters, digits and hyphens`
  }
  return values.some((value) => UNSENDABLE.test(value)) ? ONLY_SENDABLE : undefined
}
