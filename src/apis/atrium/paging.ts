import type { Collection } from '../../state/collection.ts'
import { InvalidPage } from './errors.ts'
import type { AtriumUser } from './records.ts'
import type { PageQuery, UsersResponseBody } from './schemas.ts'

/** The requested page. */
export interface PageRequest {
  readonly page: number
  readonly perPage: number
}

const DEFAULT_PER_PAGE = 25
const MIN_PER_PAGE = 10
const MAX_PER_PAGE = 100

/** An unencoded plus sign is decoded to a space. */
const WHOLE_NUMBER = /^[ +]?\d+$/
/** will_paginate rejects offsets that exceed the integers of a database. */
const MAX_OFFSET = 2 ** 63

/**
 * Reads `page` and `records_per_page`; the last one wins if a parameter is repeated. will_paginate raises an error for an invalid page,
 * which Rails turns into a 404. The bounds of the page size are documented for the successor API only.
 *
 * @throws InvalidPage
 */
export function pageRequestOf(query: PageQuery): PageRequest {
  const perPage = pageSizeOf(lastOf(query.records_per_page)) // rule: atrium.paging.parameters
  const sent = lastOf(query.page)
  const page = sent === undefined ? 1 : Number(sent)
  // rule: atrium.paging.invalid-page
  if (page < 1 || page * perPage > MAX_OFFSET || !WHOLE_NUMBER.test(sent ?? '1')) throw new InvalidPage(String(sent))
  return { page, perPage }
}

function pageSizeOf(sent = ''): number {
  const size = Number(sent)
  // rule: atrium.paging.size
  return /^\d+$/.test(sent) && size >= MIN_PER_PAGE && size <= MAX_PER_PAGE ? size : DEFAULT_PER_PAGE
}

const lastOf = (parameter: string | string[] | undefined): string | undefined =>
  Array.isArray(parameter) ? parameter.at(-1) : parameter

/** One page of the users, oldest first. rule: atrium.paging.order */
export function showPage(users: Collection<AtriumUser>, { page, perPage }: PageRequest): UsersResponseBody {
  return {
    users: users.slice((page - 1) * perPage, perPage), // rule: atrium.paging.past-last
    pagination: {
      current_page: page,
      per_page: perPage,
      total_entries: users.size,
      // will_paginate reports one page for an empty list; official client tests saw this on the real host.
      // rule: atrium.paging.empty-list
      total_pages: Math.max(1, Math.ceil(users.size / perPage))
    }
  }
}
