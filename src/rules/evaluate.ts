import type { Exchange } from './exchange.ts'
import { concernsBody, differences } from './expectation.ts'
import type { Alternative, Observations, Rule } from './rule.ts'

export interface Verdict {
  readonly outcome: 'kept' | 'broken'
  /** The expected and the actual values, if it is broken. */
  readonly differences: readonly string[]
  /** The id of the known alternative that the response follows instead. */
  readonly alternative?: string
}

/** Responses of overloaded servers and of gateways. They say nothing about a contract. */
const UNRELATED = [429, 502, 503, 504]

/**
 * Whether an exchange keeps a rule.
 *
 * @param before the alternatives that the server follows, and what the earlier exchanges with it, or with a sandbox, have shown. Exchanges that overlap in time can mislead it.
 * @returns `undefined` if the rule says nothing about the exchange, or too little of the response is known
 */
export function evaluate<B extends Observations>(rule: Rule<B>, exchange: Exchange, before: B): Verdict | undefined {
  const { status, body } = exchange.response
  if (UNRELATED.includes(status) || !rule.applies(exchange, before)) return undefined
  const expected = chosenOf(rule, before).expected(exchange, before)
  if (body === undefined && concernsBody(expected)) return undefined
  const found = differences(exchange, expected)
  if (found.length === 0) return { outcome: 'kept', differences: [] }
  const followed = rule.alternatives?.find(
    (alternative) => differences(exchange, alternative.expected(exchange, before)).length === 0
  )
  return { outcome: 'broken', differences: found, ...(followed && { alternative: followed.id }) }
}

/** The rule, or the alternative that the server is known to follow. */
const chosenOf = <B extends Observations>(rule: Rule<B>, { chosen }: B): Rule<B> | Alternative<B> =>
  rule.alternatives?.find(({ id }) => id === chosen.get(rule.id)) ?? rule
