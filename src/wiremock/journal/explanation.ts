import { pathOf } from '../../http/known-paths.ts'
import type { Condition } from '../matching/request-conditions.ts'
import type { RequestPattern } from '../matching/request-pattern.ts'
import type { RequestPatternDocument } from '../matching/request-schemas.ts'
import { TooExpensive } from '../matching/work.ts'
import { stateOfScenario } from '../stubs/scenarios.ts'
import { pairOf } from '../stubs/seeded.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import { type StubState, useKey } from '../stubs/stub-state.ts'
import { BoundedRedaction } from './bounded-redaction.ts'
import { partsOf } from './explained-parts.ts'
import type { JournalEntry } from './journal-entry.ts'
import { redactedPattern } from './redacted-stub.ts'
import type { Redaction } from './redaction.ts'
import { LACKS_BODY, type RequestView } from './request-view.ts'

/** One part of a stub, next to the same part of a request. */
export interface ExplainedField {
  readonly field: string
  /** How the values are compared; `undefined` for equality. */
  readonly operator?: string
  /** The other members of the pattern. */
  readonly options?: object
  readonly expected: unknown
  /** `null` if the request has no such part. */
  readonly actual: unknown
  readonly matched: boolean
  readonly note?: string
}

/**
 * Compares a request with a pattern, part by part. Credentials are hidden.
 *
 * @throws TooExpensive if all comparisons of the call together are
 */
export function explain(pattern: RequestPattern, view: RequestView, redaction: Redaction): ExplainedField[] {
  view.startPattern()
  const texts = new BoundedRedaction(redaction)
  const document = redactedPattern(pattern.document, redaction)
  const { method = 'ANY' } = document
  const parts = partsOf(document, pattern.url, texts)
  return [
    { field: 'method', expected: method, actual: view.method, matched: pattern.matchesMethod(view) },
    ...addressField(document, view, texts, () => pattern.url.matches(view)),
    // Both lists follow the order of the same members.
    ...pattern.conditions.map((condition, i) => explainPart(parts[i] as (typeof parts)[number], condition, view))
  ]
}

function explainPart(
  { field, pattern, actualIn }: ReturnType<typeof partsOf>[number],
  condition: Condition,
  view: RequestView
): ExplainedField {
  const compared = attempt(() => condition.matches(view))
  const actual = attempt(() => actualIn(view))
  const note = compared.note ?? (needsBody(field) ? noteOnBody(view, pattern) : undefined)
  return {
    field,
    ...operatorOf(pattern),
    actual: actual.value ?? null,
    matched: compared.value ?? false,
    ...(note !== undefined && { note })
  }
}

/** A comparison that takes too many steps does not match; the others continue. */
function attempt<T>(act: () => T): { readonly value?: T; readonly note?: string } {
  try {
    return { value: act() }
  } catch (error) {
    if (!(error instanceof TooExpensive) || error.isOfAll) throw error
    return { note: error.message }
  }
}

const needsBody = (field: string): boolean => field.startsWith('bodyPatterns') || field.startsWith('formParameters')

function noteOnBody(view: RequestView, pattern: unknown): string | undefined {
  if (view.lacksBody) return LACKS_BODY
  const { jsonError } = view.body
  const wantsJson = /^(?:equalToJson|matchesJson)/.test(String(operatorOf(pattern).operator))
  return wantsJson && jsonError !== undefined ? `the body is not JSON: ${jsonError}` : undefined
}

/** Splits a pattern such as `{"equalTo":"x","caseInsensitive":true}`. */
function operatorOf(pattern: unknown): Pick<ExplainedField, 'operator' | 'options' | 'expected'> {
  if (typeof pattern !== 'object' || pattern === null) return { expected: pattern }
  const members = Object.entries(pattern)
  const options = members.filter(([name]) => OPTIONS.includes(name))
  // A valid pattern has exactly one operator.
  const [operator, expected] = members.find(([name]) => !OPTIONS.includes(name)) as [string, unknown]
  return { operator, ...(options.length > 0 && { options: Object.fromEntries(options) }), expected }
}

/** Members of a pattern that are no operators. */
const OPTIONS = [
  'caseInsensitive',
  'ignoreArrayOrder',
  'ignoreExtraElements',
  'actualFormat',
  'truncateExpected',
  'truncateActual',
  'applyTruncationLast',
  'schemaVersion'
]

const KINDS = ['url', 'urlPattern', 'urlPath', 'urlPathPattern', 'urlPathTemplate'] as const

function addressField(
  document: RequestPatternDocument,
  { url, path }: RequestView,
  texts: BoundedRedaction,
  matches: () => boolean
): ExplainedField[] {
  const kind = KINDS.find((name) => document[name] !== undefined)
  if (kind === undefined) return []
  const actual = texts.url(kind.startsWith('urlPath') ? path : url)
  const { value, note } = attempt(matches)
  return [
    {
      field: 'url',
      operator: kind,
      expected: document[kind],
      actual,
      matched: value ?? false,
      ...(note !== undefined && { note })
    }
  ]
}

const NOW = 'the state now, not when the request arrived'

/** What a stub requires besides its pattern: the API of the request, the state of its scenario, and how often it was used. */
export function explainState(
  { mapping }: Stub,
  { scenarios, uses }: StubState,
  request: JournalEntry
): ExplainedField[] {
  const { id, scenarioName, requiredScenarioState: required } = mapping.document
  const { times, after, seed, apis } = mapping.usage
  const pair = seed === undefined ? {} : { pair: pairOf(request.method, pathOf(request.url)) }
  const { tried, used } = uses.get(useKey({ id, ...pair })) ?? { tried: 0, used: 0 }
  const fields: ExplainedField[] = []
  if (apis !== undefined) {
    const { api: actual } = request
    fields.push({ field: 'apis', expected: apis, actual, matched: apis.some((name) => name === actual) })
  }
  if (scenarioName !== undefined && required !== undefined) {
    const actual = stateOfScenario(scenarios, scenarioName)
    fields.push({ field: 'scenario', expected: required, actual, matched: actual === required, note: NOW })
  }
  if (after !== undefined)
    fields.push({ field: 'after', expected: after, actual: tried, matched: tried >= after, note: NOW })
  if (times !== undefined)
    fields.push({ field: 'times', expected: times, actual: used, matched: used < times, note: NOW })
  return fields
}

/** The URL of a request as explanations show it. */
export const shownUrl = (url: string, redaction: Redaction): string => new BoundedRedaction(redaction).url(url)
