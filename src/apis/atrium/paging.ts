import type { PageQuery } from './schemas.ts'

/** The page that a request asks for. */
export interface PageRequest {
  readonly page: number
  readonly perPage: number
}

const DEFAULT_PER_PAGE = 25
const LEAST_PER_PAGE = 10
const MOST_PER_PAGE = 100

/**
 * Reads `page` and `records_per_page`. What is not a plain decimal number, or no size of a page, counts as not given; of a
 * repeated parameter the last one counts. The bounds are documented for the successor API.
 */
export function pageRequestOf(query: PageQuery): PageRequest {
  const perPage = decimal(query.records_per_page) ?? DEFAULT_PER_PAGE
  return {
    page: Math.max(1, decimal(query.page) ?? 1),
    perPage: perPage < LEAST_PER_PAGE || perPage > MOST_PER_PAGE ? DEFAULT_PER_PAGE : perPage
  }
}

function decimal(parameter: string | string[] | undefined): number | undefined {
  const last = Array.isArray(parameter) ? parameter.at(-1) : parameter
  // A page beyond what a number can hold is as empty as the last one that it can.
  return last !== undefined && /^\d+$/.test(last) ? Math.min(Number(last), Number.MAX_SAFE_INTEGER) : undefined
}
