import type { MockOptions } from '../../src/index.ts'
import type { Exchange } from './published.ts'

/** A response that is deliberately missing from the published documents. */
interface KnownDifference {
  readonly reason: string
  /** A request that demonstrates the difference, to detect obsolete entries. */
  readonly example: { readonly options: MockOptions; readonly path: string; readonly request: RequestInit }
  readonly covers: (exchange: Exchange) => boolean
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    reason: 'only browsers send preflight requests, and only --cors responds to them',
    example: {
      options: { cors: '*' },
      path: '/users',
      request: { method: 'OPTIONS', headers: { origin: 'http://a.example', 'access-control-request-method': 'POST' } }
    },
    covers: ({ method, status }) => method === 'OPTIONS' && status === 204
  },
  {
    reason: 'the documents describe the real services, and only --expose-request-id adds the header',
    example: { options: { exposeRequestId: true }, path: '/users', request: {} },
    covers: ({ headers }) => 'mock-request-id' in headers
  },
  {
    reason: 'a path parameter of OpenAPI contains no slashes, but the names of files may',
    example: { options: {}, path: '/__admin/files/a/b', request: {} },
    covers: ({ path }) => /^\/__admin\/files\/[^/]+\//.test(path)
  }
]
