import type { Operation } from '../api/operation.ts'
import { CoverageQuery, CoverageShown } from './coverage-schemas.ts'
import { guarded, shows } from './openapi-responses.ts'
import { Done } from './schemas.ts'

/** The calls about the coverage of the contracts. */
export const coverageOperations: Readonly<Record<string, Operation>> = {
  read_coverage: {
    tags: ['coverage'],
    summary: 'Read which rules the requests have demonstrated',
    description:
      'Evaluates the requests that were not evaluated yet. A rule counts once for each request whose response keeps it; responses of stubs do not count.',
    querystring: CoverageQuery,
    responses: {
      ...guarded,
      200: shows('All rules, each with its count.', CoverageShown, {
        apis: [
          {
            api: 'shop',
            title: 'Shop',
            rules: 1,
            demonstrated: 1,
            percent: 100,
            sections: [
              {
                title: 'Credentials',
                rules: [
                  {
                    id: 'shop.credentials.missing',
                    text: 'Without credentials, the response is a 401.',
                    evidence: 'documented',
                    certainty: 'verified: documented by the vendor',
                    count: 2,
                    example: { name: 'no credentials', requests: [{ method: 'GET', target: '/orders', headers: {} }] }
                  }
                ]
              }
            ]
          }
        ],
        meta: {
          rules: 1,
          demonstrated: 1,
          percent: 100,
          since: '2026-01-31T09:00:00.000Z',
          evaluated: 12,
          missed: 0
        }
      })
    }
  },
  delete_coverage: {
    tags: ['coverage'],
    summary: 'Start to count again',
    description: 'Requests that were not evaluated yet do not count either. The request journal stays as it is.',
    querystring: CoverageQuery,
    responses: { ...guarded, 200: shows('The count starts again.', Done, {}) }
  }
}
