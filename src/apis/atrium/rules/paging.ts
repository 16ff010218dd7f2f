import { Type } from '@sinclair/typebox'
import { type Exchange, isObject } from '../../../rules/exchange.ts'
import type { Expectation } from '../../../rules/expectation.ts'
import { CONTRACT } from '../behavior.ts'
import { STATUS } from './faults.ts'
import type { AtriumObservations, AtriumRule } from './observations.ts'
import { hasInvalidPage, isPastLast, pageOf, sizeOf } from './pages.ts'
import { callOf } from './requests.ts'
import { create, isServed, reports, update } from './steps.ts'

const COUNT = Type.Integer({ minimum: 0 })
const PAGE = Type.Object({
  users: Type.Array(Type.Object({})),
  pagination: Type.Object({ current_page: COUNT, per_page: COUNT, total_entries: COUNT, total_pages: COUNT })
})

const isList = (exchange: Exchange, before: AtriumObservations): boolean =>
  callOf(exchange) === 'GET list' && isServed(exchange, before)

/** The guids on a page. */
function listed(exchange: Exchange): string[] {
  const users = exchange.at('/users')
  return Array.isArray(users) ? users.map((user) => String(isObject(user) && user['guid'])) : []
}

/** Those on a page whose creation was seen, oldest first. */
const inOrder = (exchange: Exchange, before: AtriumObservations): string[] =>
  listed(exchange)
    .flatMap((guid) => {
      const at = before.creationOf(guid)
      return at === undefined ? [] : [{ guid, at }]
    })
    .toSorted((a, b) => a.at - b.at)
    .map(({ guid }) => guid)

/** The page with these users in this order, at the places that they have. */
function showing(exchange: Exchange, sorted: readonly string[]): Expectation {
  const left = [...sorted]
  return {
    json: { users: listed(exchange).map((guid) => ({ guid: sorted.includes(guid) ? left.shift() : undefined })) }
  }
}

const isPast = (exchange: Exchange, before: AtriumObservations): boolean => {
  const total = exchange.at('/pagination/total_entries') ?? before.total
  return typeof total === 'number' && callOf(exchange) === 'GET list' && isPastLast(exchange, CONTRACT, total)
}

/** The values of the parameter `page`. */
const pagesOf = ({ request }: Exchange): string[] => new URLSearchParams(request.query).getAll('page')

const list = (query: string) => ({ request: `GET /users?${query}` })

export const paging: readonly AtriumRule[] = [
  {
    id: 'atrium.paging.parameters',
    text: '`page` and `records_per_page` select a page; `pagination` contains `current_page`, `per_page`, `total_entries` and `total_pages`.',
    evidence: 'recorded',
    applies: isList,
    expected: (exchange) => ({ schema: PAGE, json: { pagination: { current_page: pageOf(exchange) } } }),
    dependsOn: ['atrium.routes.list'],
    cases: [
      { name: 'without parameters', steps: [{ request: 'GET /users' }] },
      { name: 'both parameters', steps: [list('page=1&records_per_page=10')] }
    ]
  },
  {
    id: 'atrium.paging.empty-list',
    text: '`total_pages` is 1 for an empty list.',
    evidence: 'client',
    applies: (exchange, before) => isList(exchange, before) && exchange.at('/pagination/total_entries') === 0,
    expected: () => ({ json: { users: [], pagination: { total_pages: 1 } } }),
    cases: [
      {
        name: 'an empty list',
        needs: { text: 'an empty list of users', options: { fixtures: 'empty' } },
        steps: [{ request: 'GET /users' }]
      }
    ]
  },
  {
    id: 'atrium.paging.size',
    subject: 'The page size',
    text: 'is 25, unless `records_per_page` is a number from 10 to 100.',
    evidence: 'successor',
    applies: isList,
    expected: (exchange) => ({ json: { pagination: { per_page: sizeOf(exchange, CONTRACT) } } }),
    alternatives: [
      {
        id: 'clamped',
        text: 'A number below 10 counts as 10, and one above 100 as 100.',
        expected: (exchange) => ({
          json: { pagination: { per_page: sizeOf(exchange, { ...CONTRACT, clampsPageSize: true }) } }
        })
      }
    ],
    dependsOn: ['atrium.routes.list'],
    cases: ['', '10', '100', '9', '101', 'ten'].map((size) => ({
      name: size === '' ? 'no size' : size,
      steps: [list(size && `records_per_page=${size}`)]
    }))
  },
  {
    id: 'atrium.paging.invalid-page',
    subject: 'An invalid `page`',
    text: 'is a 404: 0, negative, empty, or not a whole number. `+1` is 1. If the parameter is repeated, the last value counts.',
    evidence: 'framework',
    applies: (exchange, before) =>
      reports('page')(exchange, before) ||
      (isList(exchange, before) && (pagesOf(exchange).length > 1 || /^[ +]/.test(String(pagesOf(exchange)[0])))),
    expected: (exchange, before) =>
      reports('page')(exchange, before)
        ? { status: STATUS.page }
        : { status: 200, json: { pagination: { current_page: pageOf(exchange) } } },
    alternatives: [
      {
        id: 'first',
        text: 'An invalid `page` is a 200 with the first page.',
        expected: (exchange) => ({ status: 200, json: { pagination: { current_page: pageOf(exchange) } } })
      },
      {
        id: '400',
        text: 'An invalid `page` is a 400.',
        expected: (exchange) =>
          hasInvalidPage(exchange)
            ? { status: 400 }
            : { status: 200, json: { pagination: { current_page: pageOf(exchange) } } }
      }
    ],
    dependsOn: ['atrium.paging.parameters'],
    cases: ['0', '-1', '', 'two', '1.5', '1&page=x', '%2B1', 'x&page=1'].map((page) => ({
      name: page === '' ? 'an empty page' : page,
      steps: [list(`page=${page}`)]
    }))
  },
  {
    id: 'atrium.paging.past-last',
    subject: 'A page after the last one',
    text: 'is a 200 with no users and the requested page number.',
    evidence: 'framework',
    applies: (exchange, before) => isPast(exchange, before) && isServed(exchange, before),
    expected: (exchange) => ({
      status: 200,
      json: { users: [], pagination: { current_page: pageOf(exchange) } }
    }),
    alternatives: [
      {
        id: '404',
        text: 'A page after the last one is a 404. The first page always exists.',
        expected: () => ({ status: 404 })
      }
    ],
    dependsOn: ['atrium.paging.parameters'],
    cases: [{ name: 'far after the last page', given: [{ request: 'GET /users' }], steps: [list('page=1000000')] }]
  },
  {
    id: 'atrium.paging.order',
    subject: 'The order',
    text: 'is that of creation, oldest first. Updates do not change it, and disabled users are included.',
    evidence: 'assumed',
    applies: (exchange, before) => isList(exchange, before) && inOrder(exchange, before).length > 1,
    expected: (exchange, before) => showing(exchange, inOrder(exchange, before)),
    alternatives: [
      {
        id: 'newest',
        text: 'The newest users come first.',
        expected: (exchange, before) => showing(exchange, inOrder(exchange, before).toReversed())
      }
    ],
    cases: [
      {
        name: 'two new users, the first of them updated and disabled',
        given: [
          create({ identifier: '{{unique}}-a' }),
          { ...create({ identifier: '{{unique}}-b' }), capture: {} },
          update({ is_disabled: true }),
          { ...list('records_per_page=100'), capture: { last: '/pagination/total_pages' } }
        ],
        steps: [list('records_per_page=100&page={{last}}'), list('records_per_page=100')]
      }
    ]
  }
]
