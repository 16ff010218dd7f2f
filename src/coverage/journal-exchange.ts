import { Exchange } from '../rules/exchange.ts'
import type { JournalEntry, RecordedResponse } from '../wiremock/journal/journal-entry.ts'

/** In characters. A longer body of a request would delay other requests: 1 MiB takes 20 ms. */
const LONGEST_BODY = 512 * 1024

/** Whether an emulated API has responded to a request, which is known in full. Rules are about texts. */
export const isAboutRules = (entry: JournalEntry): boolean =>
  entry.api !== undefined &&
  entry.sequence > 0 &&
  entry.stub === undefined &&
  !entry.isAborted &&
  // A body that is too large is not in the journal, but the status says all about it.
  (entry.bodyProblem === undefined || entry.response?.status === 413) &&
  typeof bodyOf(entry) === 'string' &&
  bodyOf(entry).length <= LONGEST_BODY

const bodyOf = ({ text, body }: JournalEntry): string | Buffer => text ?? body

/** The exchange that an entry of the journal describes. */
export function exchangeOf(entry: JournalEntry, { status, headers, body }: RecordedResponse): Exchange {
  const { method, url, rawHeaders } = entry
  const start = url.indexOf('?')
  const [path, query] = start < 0 ? [url, ''] : [url.slice(0, start), url.slice(start + 1)]
  const request = { method, path, query, headers: pairsOf(rawHeaders), body: String(bodyOf(entry)) }
  const received = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), String(value)] as const]
  )
  const isBodiless = method === 'HEAD' || status === 204 || status === 304
  const text = isBodiless ? '' : typeof body === 'string' ? body : undefined
  return new Exchange(request, { status, headers: Object.fromEntries(received), body: text })
}

function pairsOf(rawHeaders: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = []
  for (let i = 0; i < rawHeaders.length; i += 2) pairs.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? ''])
  return pairs
}
