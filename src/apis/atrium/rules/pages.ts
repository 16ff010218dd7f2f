import type { Exchange } from '../../../rules/exchange.ts'
import type { AtriumBehavior } from '../behavior.ts'
import { parameter } from './requests.ts'

/** A sign or a blank may precede the digits. */
const WHOLE_NUMBER = /^[ +]?\d+$/

/** Whether a page is requested that no list can have. */
export function hasInvalidPage(exchange: Exchange): boolean {
  const page = parameter(exchange, 'page')
  if (page === undefined) return false
  if (!WHOLE_NUMBER.test(page) || Number(page) < 1) return true
  // A page that is too large for the database is invalid, too, and the contract does not say how large that is.
  if (Number(page) <= Number.MAX_SAFE_INTEGER) return false
  const shown = exchange.at('/pagination/current_page')
  return exchange.response.status !== 200 || (shown !== undefined && shown !== Number(page))
}

/** The page that a server shows: it may show the first one instead of an invalid one. */
export const pageOf = (exchange: Exchange): number =>
  hasInvalidPage(exchange) ? 1 : Number(parameter(exchange, 'page') ?? 1)

export function sizeOf(exchange: Exchange, { clampsPageSize }: AtriumBehavior): number {
  const sent = parameter(exchange, 'records_per_page') ?? ''
  if (!/^\d+$/.test(sent)) return 25
  const size = Math.min(Math.max(Number(sent), 10), 100)
  return size === Number(sent) || clampsPageSize ? size : 25
}

export const isPastLast = (exchange: Exchange, behavior: AtriumBehavior, total: number): boolean =>
  pageOf(exchange) > 1 && (pageOf(exchange) - 1) * sizeOf(exchange, behavior) >= total
