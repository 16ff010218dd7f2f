import type { OutgoingHttpHeaders } from 'node:http'

/** Headers as they are sent: `name: value` and CR LF for each. */
export type HeaderLines = string

/** @param before lines that go before them */
export function linesOf(headers: OutgoingHttpHeaders, before: HeaderLines = ''): HeaderLines {
  // Joined, and not put together with +: the journal keeps them, and one text is less for the collector than ten pieces.
  const parts: unknown[] = [before]
  for (const name in headers) {
    const value = headers[name]
    if (Array.isArray(value)) for (const each of value) parts.push(name, ': ', each, '\r\n')
    else parts.push(name, ': ', value, '\r\n')
  }
  return parts.join('')
}

/** The headers by their names as they are sent; of one that is there several times, all values. */
export function headersIn(lines: HeaderLines): Record<string, string | string[]> {
  // A map: a stub may call a header `constructor`.
  const headers = new Map<string, string | string[]>()
  for (const line of lines.split('\r\n').slice(0, -1)) {
    const end = line.indexOf(': ')
    const [name, value] = [line.slice(0, end), line.slice(end + 2)]
    const known = headers.get(name)
    headers.set(name, known === undefined ? value : [known, value].flat())
  }
  return Object.fromEntries(headers)
}
