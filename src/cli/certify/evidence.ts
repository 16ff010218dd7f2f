import type { Api } from '../../api/define-api.ts'
import { REDACTED } from '../../common/secrets.ts'
import { readVersion } from '../../common/version.ts'
import { type Exchange, isObject } from '../../rules/exchange.ts'
import type { Service } from '../service/connect.ts'
import { behaviorOf, textOf } from './results.ts'
import type { RuleResult } from './run-plan.ts'

/** Longer texts are cut. */
const LONGEST_TEXT = 2000
const LONGEST_LIST = 5

/**
 * What was observed about every assumed rule, and about every rule that differs. It can be published: it contains no credentials, and no
 * text of a record that the run did not create.
 */
export function evidenceOf(api: Api, service: Service, results: readonly RuleResult[], prefix: string, date: Date) {
  const source = `${service.name}, ${date.toISOString().slice(0, 10)}`
  const rules = results.filter(
    ({ rule, outcome }) => outcome === 'differs' || (outcome === 'as expected' && rule.evidence === 'assumed')
  )
  const value = {
    certify: { version: readVersion(), api: api.name, url: service.name, date: date.toISOString() },
    behavior: behaviorOf(results),
    rules: rules.map((result) => ({
      id: result.rule.id,
      text: textOf(result.rule),
      evidence: result.rule.evidence,
      outcome: result.outcome,
      alternative: result.alternative,
      // The others quote a body.
      details: result.details.filter((detail) => !/: body[:/]/.test(detail)),
      correction: `- ${correctionOf(result)} *[recorded: ${source}]*`,
      exchanges: result.exchanges.map((exchange) => redacted(exchange, service.credentials, prefix))
    }))
  }
  return `${service.hide(JSON.stringify(value, undefined, 2))}\n`
}

/** The rule as it should be. It quotes no body, which could be about somebody. */
function correctionOf({ rule, outcome, alternative, exchanges }: RuleResult): string {
  if (outcome === 'as expected') return textOf(rule)
  const known = rule.alternatives?.find(({ id }) => id === alternative)
  const last = exchanges.at(-1)
  // The text of an alternative is a sentence that does not need the rule.
  if (known !== undefined) return known.text
  return `${textOf(rule)} The service differs: it responds to \`${last?.request.method}\` with ${last?.response.status}.`
}

function redacted(
  { request, response, received, sent }: Exchange,
  credentials: Service['credentials'],
  prefix: string
) {
  const secrets = Object.keys(credentials).map((name) => name.toLowerCase())
  // An error says what is wrong with the request. Other responses may be about anybody.
  const isKnown = (text: string): boolean => response.status >= 400 || request.body.includes(text)
  const body =
    received === undefined ? unreadable(response) : hidden(received, isKnown, (text) => text.includes(prefix))
  return {
    request: {
      line: `${request.method} ${request.path}${request.query && `?${request.query}`}`,
      headers: request.headers.map(([name, value]) => [name, secrets.includes(name.toLowerCase()) ? REDACTED : value]),
      ...(request.body !== '' && {
        body: hidden(
          sent ?? request.body,
          () => true,
          () => true
        )
      })
    },
    response: {
      status: response.status,
      headers: Object.fromEntries(Object.entries(response.headers).flatMap(shownHeader)),
      ...(response.body && { body })
    }
  }
}

const unreadable = ({ status, body = '' }: Exchange['response']): string => (status >= 400 ? cut(body) : REDACTED)

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)

/** The headers of a connection say nothing about a contract. */
function shownHeader([name, value]: [string, string]): [string, string][] {
  if (/^(?:connection|keep-alive|transfer-encoding|date)$/.test(name)) return []
  return [[name, name === 'set-cookie' ? REDACTED : value]]
}

type Test = (text: string) => boolean

/**
 * A value in which texts are hidden that could be about a person. Names of members and records of this run stay; lists and long texts are
 * shortened.
 */
function hidden(value: unknown, isKnown: Test, isOwn: Test): unknown {
  if (typeof value === 'string') return isKnown(value) || isOwn(value) ? cut(value) : REDACTED
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((element) => hidden(element, isKnown, isOwn))
  if (!isObject(value)) return value
  const isOwnRecord = Object.values(value).some((member) => typeof member === 'string' && isOwn(member))
  const entries = Object.entries(value).map(([name, member]) => {
    const isShown = isOwnRecord && typeof member === 'string'
    return [name, isShown ? cut(member) : hidden(member, isKnown, isOwn)] as const
  })
  return Object.fromEntries(entries)
}
