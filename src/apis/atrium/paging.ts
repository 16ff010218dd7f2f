import type { Collection } from '../../state/collection.ts'
import type { AtriumUser } from './records.ts'
import type { PageQuery, UsersResponseBody } from './schemas.ts'

/** The page that a request asks for. */
export interface PageRequest {
  readonly page: number
  readonly perPage: number
}

const DEFAULT_PER_PAGE = 25
const MIN_PER_PAGE = 10
const MAX_PER_PAGE = 100

/**
 * Reads `page` and `records_per_page`. Values that are no plain decimal number or no allowed page size are ignored; of a repeated
 * parameter the last one counts. The bounds are documented for the successor API.
 */
export function pageRequestOf(query: PageQuery): PageRequest {
  const perPage = decimal(query.records_per_page) ?? DEFAULT_PER_PAGE
  return {
    page: Math.max(1, decimal(query.page) ?? 1),
    perPage: perPage < MIN_PER_PAGE || perPage > MAX_PER_PAGE ? DEFAULT_PER_PAGE : perPage
  }
}

function decimal(parameter: string | string[] | undefined): number | undefined {
  const last = Array.isArray(parameter) ? parameter.at(-1) : parameter
  // Every page beyond the last one is empty, so larger numbers need no precision.
  return last !== undefined && /^\d+$/.test(last) ? Math.min(Number(last), Number.MAX_SAFE_INTEGER) : undefined
}

/** One page of the users, oldest first. */
export function showPage(users: Collection<AtriumUser>, { page, perPage }: PageRequest): UsersResponseBody {
  return {
    users: users.slice((page - 1) * perPage, perPage),
    pagination: {
      current_page: page,
      per_page: perPage,
      total_entries: users.size,
      // will_paginate reports one page for an empty list; official client tests saw this on the real host.
      total_pages: Math.max(1, Math.ceil(users.size / perPage))
    }
  }
}
