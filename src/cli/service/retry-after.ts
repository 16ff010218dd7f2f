import type { ReceivedResponse } from '../../rules/exchange.ts'

/** How often one request is repeated. */
export const MAX_RETRIES = 5
/** In milliseconds. */
const LONGEST_DELAY = 60_000

/**
 * How long to wait before a rejected request is repeated, in milliseconds: as `Retry-After` says, but at most a minute. A 429 without that
 * header is repeated after 1 s, 2 s, 4 s, …
 *
 * @param retries how often the request has been repeated
 * @returns `undefined` if the response does not ask for a repetition
 */
export function delayOf({ status, headers }: ReceivedResponse, retries: number, now: Date): number | undefined {
  if (status !== 429 && status !== 503) return undefined
  const value = headers['retry-after']
  const date = Date.parse(value ?? '') - now.getTime()
  const asked = /^\d+$/.test(value ?? '') ? Number(value) * 1000 : Number.isNaN(date) ? undefined : date
  if (asked !== undefined) return Math.min(Math.max(asked, 0), LONGEST_DELAY)
  return status === 429 ? 1000 * 2 ** retries : undefined
}
