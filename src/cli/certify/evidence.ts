import type { Api } from '../../api/define-api.ts'
import { REDACTED } from '../../common/secrets.ts'
import { readVersion } from '../../common/version.ts'
import { type Exchange, isObject } from '../../rules/exchange.ts'
import type { Service } from '../service/connect.ts'
import { behaviorOf, textOf } from './results.ts'
import type { RuleResult } from './run-plan.ts'

/** Longer texts are cut. */
const LONGEST_TEXT = 2000

/**
 * What was observed about every assumed rule, and about every rule that differs. It can be published: it contains no credentials, and no
 * text of a record that the run did not create.
 */
export function evidenceOf(api: Api, service: Service, results: readonly RuleResult[], prefix: string, date: Date) {
  const source = `${service.name}, ${date.toISOString().slice(0, 10)}`
  const value = {
    certify: { version: readVersion(), api: api.name, url: service.name, date: date.toISOString() },
    behavior: behaviorOf(results),
    rules: results
      .filter(
        ({ rule, outcome }) => outcome === 'differs' || (outcome === 'as expected' && rule.evidence === 'assumed')
      )
      .map((result) => ({
        id: result.rule.id,
        text: textOf(result.rule),
        evidence: result.rule.evidence,
        outcome: result.outcome,
        ...(result.alternative !== undefined && { alternative: result.alternative }),
        details: result.outcome === 'differs' ? result.details : [],
        correction: `${correctionOf(result)} *[recorded: ${source}]*`,
        exchanges: result.exchanges.map((exchange) => redacted(exchange, service.credentials, prefix))
      }))
  }
  return `${service.hide(JSON.stringify(value, undefined, 2))}\n`
}

/** The line of the contract as it should be, without its evidence. */
function correctionOf({ rule, outcome, alternative, details }: RuleResult): string {
  if (outcome === 'as expected') return `- ${textOf(rule)}`
  const known = rule.alternatives?.find(({ id }) => id === alternative)
  const subject = rule.subject === undefined ? '' : `**${rule.subject}** `
  return known === undefined
    ? `- ${textOf(rule)} Observed instead: ${details.join('; ')}.`
    : `- ${subject}${known.text}.`
}

function redacted(
  { request, response, received, sent }: Exchange,
  credentials: Service['credentials'],
  prefix: string
) {
  const secrets = Object.keys(credentials).map((name) => name.toLowerCase())
  // An error says what is wrong with the request. Other responses may be about anybody.
  const isKnown = (text: string): boolean =>
    response.status >= 400 || text.includes(prefix) || request.body.includes(text)
  return {
    request: {
      line: `${request.method} ${request.path}${request.query && `?${request.query}`}`,
      headers: request.headers.map(([name, value]) => [name, secrets.includes(name.toLowerCase()) ? REDACTED : value]),
      ...(request.body !== '' && { body: sent ?? cut(request.body) })
    },
    response: {
      status: response.status,
      headers: { ...response.headers, ...('set-cookie' in response.headers && { 'set-cookie': REDACTED }) },
      ...(response.body && {
        body: received === undefined ? unreadable(response.status, response.body) : hidden(received, isKnown)
      })
    }
  }
}

const unreadable = (status: number, body: string): string => (status >= 400 ? cut(body) : REDACTED)

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)

/** A value in which texts are hidden that could be about a person. Names of members stay, and lists are shortened. */
function hidden(value: unknown, isKnown: (text: string) => boolean): unknown {
  if (typeof value === 'string') return isKnown(value) ? cut(value) : REDACTED
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((element) => hidden(element, isKnown))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hidden(member, isKnown)]))
}

const LONGEST_LIST = 5
