import type { MockOptions } from '../../src/index.ts'
import type { Exchange } from './published.ts'

/** Something that is served and not published, on purpose. */
interface KnownDifference {
  readonly reason: string
  /** A request that shows it, so that an entry which is no longer needed is noticed. */
  readonly shown: { readonly options: MockOptions; readonly path: string; readonly request: RequestInit }
  readonly covers: (exchange: Exchange) => boolean
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    reason: 'a preflight is asked by browsers and not by clients, and only answered with --cors',
    shown: {
      options: { cors: '*' },
      path: '/users',
      request: { method: 'OPTIONS', headers: { origin: 'http://a.example', 'access-control-request-method': 'POST' } }
    },
    covers: ({ method, status }) => method === 'OPTIONS' && status === 204
  }
]
