import type { Behavior } from './behavior.ts'
import { buildRequest, type Headers, UnknownValue } from './build-request.ts'
import { evaluate } from './evaluate.ts'
import { Exchange, type ReceivedResponse, type SentRequest } from './exchange.ts'
import { differences, type Expectation } from './expectation.ts'
import type { Case, Observations, Rule, RuleBook, Step } from './rule.ts'

/** A server that cases run against, whatever the transport. */
export interface Server {
  /** Sends one request. An error ends the run: the server cannot be reached. */
  send(request: SentRequest): Promise<ReceivedResponse>
  /** The headers of a valid credential. */
  readonly credentials: Headers
}

export interface CaseResult {
  readonly outcome: 'kept' | 'broken' | 'not tried'
  /** The expected and the actual values, or why the case was not tried. */
  readonly details: readonly string[]
  /** The known alternative that the server follows. */
  readonly alternative?: string
  readonly exchanges: readonly Exchange[]
  /** The requests that remove records, for which the server did not report success. */
  readonly leftovers: readonly string[]
}

type Outcome = Pick<CaseResult, 'outcome' | 'details' | 'alternative'>

/**
 * Runs a case and removes what it created, even if the case fails.
 *
 * @param unique the value of `{{unique}}`: a name that no other run of a case has
 * @param chosen the alternatives that the server is known to follow
 */
export async function runCase<B extends Observations>(
  book: RuleBook<B>,
  rule: Rule<B>,
  testCase: Case,
  server: Server,
  unique: string,
  chosen?: Behavior
): Promise<CaseResult> {
  const run = new CaseRun(book, rule, server, unique, chosen)
  try {
    const outcome = await run.outcomeOf(testCase)
    return { ...outcome, exchanges: [...run.exchanges], leftovers: await run.cleanUp() }
  } catch (error) {
    await run.cleanUp()
    throw error
  }
}

class CaseRun<B extends Observations> {
  readonly exchanges: Exchange[] = []
  readonly #book: RuleBook<B>
  readonly #rule: Rule<B>
  readonly #server: Server
  readonly #before: B
  readonly #values: Map<string, string>

  constructor(book: RuleBook<B>, rule: Rule<B>, server: Server, unique: string, chosen?: Behavior) {
    this.#book = book
    this.#rule = rule
    this.#server = server
    this.#before = book.observations(chosen)
    const credentials = Object.entries(server.credentials).map(([name, value]) => [name, value ?? ''] as const)
    this.#values = new Map([...credentials, ['unique', unique]])
  }

  async outcomeOf({ given = [], steps }: Case): Promise<Outcome> {
    try {
      for (const step of given) {
        const exchange = await this.#send(step)
        const unexpected = differences(exchange, step.expect ?? SUCCESS)
        if (unexpected.length > 0)
          return { outcome: 'not tried', details: [`${step.request}: ${unexpected.join('; ')}`] }
        this.#learn(step, exchange)
      }
      return await this.#demonstrate(steps)
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error
      return { outcome: 'not tried', details: [error.message] }
    }
  }

  async #demonstrate(steps: readonly Step[]): Promise<Outcome> {
    let isKept = false
    for (const step of steps) {
      const exchange = await this.#send(step)
      const verdict = evaluate(this.#rule, exchange, this.#before)
      const found = verdict?.outcome === 'broken' ? verdict.differences : differences(exchange, step.expect ?? {})
      if (found.length > 0) {
        const alternative = verdict?.alternative
        const details = found.map((difference) => `${step.request}: ${difference}`)
        return { outcome: 'broken', details, ...(alternative !== undefined && { alternative }) }
      }
      isKept ||= verdict !== undefined
      this.#learn(step, exchange)
    }
    return isKept
      ? { outcome: 'kept', details: [] }
      : { outcome: 'not tried', details: ['the responses show nothing about the rule'] }
  }

  async #send(step: Step): Promise<Exchange> {
    return this.#exchange(buildRequest(step, this.#server.credentials, this.#values))
  }

  async #exchange(request: SentRequest): Promise<Exchange> {
    const exchange = new Exchange(request, await this.#server.send(request))
    this.exchanges.push(exchange)
    return exchange
  }

  #learn({ capture = {} }: Step, exchange: Exchange): void {
    this.#before.observe(exchange)
    for (const [name, place] of Object.entries(capture)) {
      const value = place.startsWith('/') ? exchange.at(place) : exchange.response.headers[place]
      if (typeof value === 'string' || typeof value === 'number') this.#values.set(name, String(value))
    }
  }

  /** Removes what the case created, newest first. Whatever the case has removed itself is a 404 by now. */
  async cleanUp(): Promise<string[]> {
    const removals = this.exchanges.flatMap((exchange) => this.#book.removalOf(exchange) ?? []).toReversed()
    const leftovers: string[] = []
    for (const request of removals) {
      const { response } = await this.#send({ request })
      if (response.status !== 404 && response.status >= 400) leftovers.push(request)
    }
    return leftovers
  }
}

/** Expected of a step that prepares a case. */
const SUCCESS: Expectation = { status: [200, 201, 202, 204] }
