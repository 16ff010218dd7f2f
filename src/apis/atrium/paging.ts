import type { Collection } from '../../state/collection.ts'
import type { AtriumBehavior } from './behavior.ts'
import { InvalidPage, PageNotFound, withStatus } from './errors.ts'
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
export function pageRequestOf(query: PageQuery, behavior: AtriumBehavior): PageRequest {
  const perPage = pageSizeOf(lastOf(query.records_per_page), behavior) // rule: atrium.paging.parameters
  const sent = lastOf(query.page)
  const page = sent === undefined ? 1 : Number(sent)
  const isValid = page >= 1 && page * perPage <= MAX_OFFSET && WHOLE_NUMBER.test(sent ?? '1')
  if (isValid) return { page, perPage }
  // rule: atrium.paging.invalid-page
  if (behavior.servesInvalidPages) return { page: 1, perPage }
  throw withStatus(new InvalidPage(String(sent)), behavior.pageStatus)
}

function pageSizeOf(sent = '', { clampsPageSize }: AtriumBehavior): number {
  if (!/^\d+$/.test(sent)) return DEFAULT_PER_PAGE
  const size = Math.min(Math.max(Number(sent), MIN_PER_PAGE), MAX_PER_PAGE)
  // rule: atrium.paging.size
  return size === Number(sent) || clampsPageSize ? size : DEFAULT_PER_PAGE
}

const lastOf = (parameter: string | string[] | undefined): string | undefined =>
  Array.isArray(parameter) ? parameter.at(-1) : parameter

/** One page of the users. @throws PageNotFound */
export function showPage(
  users: Collection<AtriumUser>,
  { page, perPage }: PageRequest,
  { hasPagesAfterLast, listsNewestFirst }: AtriumBehavior
): UsersResponseBody {
  const offset = (page - 1) * perPage
  // rule: atrium.paging.past-last
  if (page > 1 && offset >= users.size && !hasPagesAfterLast) throw new PageNotFound(page)
  return {
    users: listsNewestFirst ? newestFirst(users, offset, perPage) : users.slice(offset, perPage), // rule: atrium.paging.order
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

function newestFirst(users: Collection<AtriumUser>, offset: number, limit: number): AtriumUser[] {
  const end = Math.max(0, users.size - offset)
  const start = Math.max(0, end - limit)
  return users.slice(start, end - start).reverse()
}
