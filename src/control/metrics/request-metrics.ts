import { Histogram } from './histogram.ts'

/** The status of a request whose connection closed before a response was sent. */
const NO_STATUS = 'none'
/** The route of a request to an unknown path. */
const NO_ROUTE = 'none'

/** The requests of one method to one route. */
export interface RouteRequests {
  readonly api: string
  readonly route: string
  readonly method: string
  readonly duration: Histogram
  readonly statuses: Map<number | typeof NO_STATUS, number>
}

/** Counts the requests to a server. The number of combinations is limited: paths and parameters are not part of it. */
export class RequestMetrics {
  readonly #byRoute = new Map<string, Map<string, Map<string, RouteRequests>>>()

  /**
   * Counts a request whose response was sent.
   *
   * @param status `undefined` if the connection closed before
   */
  count(api: string, route = NO_ROUTE, method: string, status: number | undefined, seconds: number): void {
    const requests = this.#requestsOf(api, route, method)
    requests.duration.observe(seconds)
    const key = status ?? NO_STATUS
    requests.statuses.set(key, (requests.statuses.get(key) ?? 0) + 1)
  }

  /** In nested maps: a joined key would be a new string for each request. */
  #requestsOf(api: string, route: string, method: string): RouteRequests {
    const known = this.#byRoute.get(api)?.get(route)?.get(method)
    if (known !== undefined) return known
    const requests = { api, route, method, duration: new Histogram(), statuses: new Map() }
    const byRoute = this.#byRoute.get(api) ?? new Map()
    const byMethod = byRoute.get(route) ?? new Map()
    this.#byRoute.set(api, byRoute.set(route, byMethod.set(method, requests)))
    return requests
  }

  all(): RouteRequests[] {
    return [...this.#byRoute.values()].flatMap((byRoute) =>
      [...byRoute.values()].flatMap((byMethod) => [...byMethod.values()])
    )
  }
}
