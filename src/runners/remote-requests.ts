import { DROPPED_HEADER, INCOMPLETE_HEADER } from '../control/wiremock/schemas.ts'
import { incompleteMessage, requireComplete, tooFewMessage, WAIT } from '../mock/incomplete-journal.ts'
import type { Requests, WaitOptions } from '../mock/requests.ts'
import type { Correlation } from '../wiremock/journal/correlation.ts'
import type { Har } from '../wiremock/journal/har-format.ts'
import type { LoggedRequest } from '../wiremock/journal/logged-request.ts'
import type { RequestPatternDocument } from '../wiremock/matching/request-schemas.ts'
import type { Control } from './control.ts'

/** How long one call waits, in milliseconds: a connection that is silent for too long counts as broken. */
const LONGEST_CALL = 30_000

interface Counted {
  readonly count: number
  readonly incomplete: number
}

/** The requests to a sandbox, read with control calls. */
export class RemoteRequests implements Requests {
  readonly #control: Control

  constructor(control: Control) {
    this.#control = control
  }

  async count(pattern: RequestPatternDocument, wanted: Correlation = {}): Promise<number> {
    return (await this.find(pattern, wanted)).length
  }

  async find(pattern: RequestPatternDocument, wanted: Correlation = {}): Promise<LoggedRequest[]> {
    const { headers, text } = await this.#control.send('POST', `requests/find${query({ ...wanted })}`, {
      json: pattern
    })
    const incomplete = requireAll(headers)
    if (incomplete > 0) throw new Error(incompleteMessage(incomplete))
    const { requests }: { requests: LoggedRequest[] } = JSON.parse(text)
    return requests.reverse()
  }

  async waitFor(
    pattern: RequestPatternDocument,
    { atLeast = 1, timeoutMs = WAIT, ...wanted }: WaitOptions = {}
  ): Promise<LoggedRequest[]> {
    const { count, incomplete } = await this.arrived(pattern, atLeast, timeoutMs, wanted)
    if (count >= atLeast) return this.find(pattern, wanted)
    throw new Error(tooFewMessage(count, atLeast, timeoutMs, incomplete))
  }

  har(wanted: Correlation = {}): Promise<Har> {
    return this.#control.read('GET', `requests.har${query({ ...wanted })}`)
  }

  /** Waits for matching requests. @returns how many there are, also if the time is over @throws if requests were evicted */
  async arrived(
    pattern: RequestPatternDocument,
    atLeast: number,
    timeoutMs: number,
    wanted: Correlation = {}
  ): Promise<Counted> {
    for (let rest = timeoutMs; ; rest -= LONGEST_CALL) {
      const path = `requests/count${query({ ...wanted, atLeast, timeoutMs: Math.min(rest, LONGEST_CALL) })}`
      const { headers, text } = await this.#control.send('POST', path, { json: pattern })
      const incomplete = requireAll(headers)
      const { count }: { count: number } = JSON.parse(text)
      if (count >= atLeast || rest <= LONGEST_CALL) return { count, incomplete }
    }
  }
}

/** A query of the parameters that have a value. */
function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${encodeURIComponent(value)}`
  )
  return given.length === 0 ? '' : `?${given.join('&')}`
}

/** @returns how many requests lack their body @throws if requests were evicted */
function requireAll(headers: Readonly<Record<string, string | string[] | undefined>>): number {
  const numberIn = (name: string): number => Number(headers[name.toLowerCase()] ?? 0)
  const incomplete = numberIn(INCOMPLETE_HEADER)
  requireComplete({ dropped: numberIn(DROPPED_HEADER) - incomplete })
  return incomplete
}
