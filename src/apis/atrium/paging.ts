import type { Collection } from '../../state/collection.ts'
import { InvalidPage } from './errors.ts'
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

/** A plus sign that is not encoded arrives as a blank. */
const WHOLE_NUMBER = /^[ +]?\d+$/
/** will_paginate accepts no offset beyond the integers of a database. */
const MAX_OFFSET = 2 ** 63

/**
 * Reads `page` and `records_per_page`; of a repeated parameter the last one counts. will_paginate raises for an invalid page, which Rails
 * turns into a 404. The bounds of a page are documented for the successor API.
 *
 * @throws InvalidPage
 */
export function pageRequestOf(query: PageQuery): PageRequest {
  const perPage = pageSizeOf(lastOf(query.records_per_page))
  const sent = lastOf(query.page)
  const page = sent === undefined ? 1 : Number(sent)
  if (page < 1 || page * perPage > MAX_OFFSET || !WHOLE_NUMBER.test(sent ?? '1')) throw new InvalidPage(String(sent))
  return { page, perPage }
}

function pageSizeOf(sent = ''): number {
  const size = Number(sent)
  return /^\d+$/.test(sent) && size >= MIN_PER_PAGE && size <= MAX_PER_PAGE ? size : DEFAULT_PER_PAGE
}

const lastOf = (parameter: string | string[] | undefined): string | undefined =>
  Array.isArray(parameter) ? parameter.at(-1) : parameter

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
