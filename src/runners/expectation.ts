import { table } from '../cli/table.ts'
import { incompleteMessage } from '../mock/incomplete-journal.ts'
import type { ExplainedField } from '../wiremock/journal/explanation.ts'
import type { LoggedRequest } from '../wiremock/journal/logged-request.ts'
import type { RequestPatternDocument } from '../wiremock/matching/request-schemas.ts'
import type { Control } from './control.ts'
import type { ExpectedCount, ExpectedRequest } from './options.ts'
import type { RemoteRequests } from './remote-requests.ts'

/** In milliseconds: less than the 5 seconds in which Jest and Vitest end a test. */
const DEFAULT_WAIT = 1000
/** Longer values are cut in a message. */
const LONGEST_VALUE = 100

interface NearMiss {
  readonly request: LoggedRequest
  readonly fields: readonly ExplainedField[]
}

/** Checks how many requests match. @throws an error that shows the most similar requests */
export async function expectRequests(
  control: Control,
  requests: RemoteRequests,
  expected: ExpectedRequest,
  count: ExpectedCount
): Promise<LoggedRequest[]> {
  if (typeof expected !== 'object' || expected === null)
    throw new TypeError(`expected a pattern such as { method: 'POST', urlPath: '/users' }, not ${expected}`)
  const pattern = patternOf(expected)
  const { atLeast, atMost } = rangeOf(count)
  const { timeoutMs = DEFAULT_WAIT } = count
  const { incomplete } = await requests.arrived(pattern, atLeast, timeoutMs)
  if (incomplete > 0) throw new Error(incompleteMessage(incomplete))
  const found = await requests.find(pattern)
  if (found.length >= atLeast && found.length <= atMost) return found
  const heading = `expected ${describeRange(atLeast, atMost)}, but the mock received ${found.length}: ${describe(expected)}`
  throw new Error(`${heading}\n\n${await nearest(control, pattern, found)}`)
}

/** @throws TypeError if a number makes no sense */
function rangeOf({ times, atLeast, atMost, timeoutMs }: ExpectedCount): { atLeast: number; atMost: number } {
  for (const [name, value] of Object.entries({ times, atLeast, atMost, timeoutMs }))
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw new TypeError(`${name}: expected a whole number that is not negative, not ${value}`)
  if (times !== undefined && (atLeast !== undefined || atMost !== undefined))
    throw new TypeError('times cannot be combined with atLeast or atMost: use either')
  const least = times ?? atLeast ?? (atMost === undefined ? 1 : 0)
  const most = times ?? atMost ?? Number.POSITIVE_INFINITY
  if (least > most) throw new TypeError(`atLeast: ${least} exceeds atMost: ${most}`)
  return { atLeast: least, atMost: most }
}

function describeRange(atLeast: number, atMost: number): string {
  const requests = (n: number): string => (n === 1 ? '1 request' : `${n} requests`)
  if (atMost === 0) return 'no request'
  if (atLeast === atMost) return requests(atLeast)
  if (atMost === Number.POSITIVE_INFINITY) return `at least ${requests(atLeast)}`
  return atLeast === 0 ? `at most ${requests(atMost)}` : `${atLeast} to ${requests(atMost)}`
}

/** Expands the short forms. */
function patternOf({ json, bodyContains, bodyPatterns = [], ...pattern }: ExpectedRequest): RequestPatternDocument {
  const equalToJson = { equalToJson: json as string, ignoreExtraElements: true, ignoreArrayOrder: true }
  const all = [
    ...bodyPatterns,
    ...(json === undefined ? [] : [equalToJson]),
    ...(bodyContains === undefined ? [] : [{ contains: bodyContains }])
  ]
  return { ...pattern, ...(all.length > 0 && { bodyPatterns: all }) }
}

/** `POST /users` and the other members as JSON. */
function describe({ method = 'ANY', ...rest }: ExpectedRequest): string {
  const { url, urlPath, urlPattern, urlPathPattern, urlPathTemplate, ...others } = rest
  const address = url ?? urlPath ?? urlPattern ?? urlPathPattern ?? urlPathTemplate ?? 'any address'
  const more = Object.keys(others).length === 0 ? '' : ` ${JSON.stringify(others)}`
  return `${method} ${address}${more}`
}

/** The requests that matched, or the most similar ones with the parts that differ. */
async function nearest(
  control: Control,
  pattern: RequestPatternDocument,
  found: readonly LoggedRequest[]
): Promise<string> {
  if (found.length > 0) return `The matching requests:\n${requestList(found.toReversed())}`
  const { nearMisses } = await control.read<{ nearMisses: NearMiss[] }>(
    'POST',
    'near-misses/request-pattern?explain=true',
    { json: pattern }
  )
  if (nearMisses.length === 0) return 'The mock received no requests. Does the client use the address of this test?'
  const rows = nearMisses.flatMap(({ request, fields }) =>
    fields
      .filter(({ matched }) => !matched)
      .map(({ field, operator, expected, actual, note }, i) => [
        i === 0 ? request.method : '',
        i === 0 ? request.url : '',
        field,
        `${operator === undefined ? '' : `${operator} `}${shown(expected)}`,
        note === undefined ? shown(actual) : `${shown(actual)} (${note})`
      ])
  )
  return `The most similar requests, and what differs:\n${table(['method', 'url', 'part', 'expected', 'was'], rows)}`
}

const requestList = (requests: readonly LoggedRequest[]): string =>
  table(
    ['received', 'method', 'url', 'body'],
    requests.map(({ loggedDateString, method, url, body }) => [loggedDateString, method, url, cut(body)])
  )

const shown = (value: unknown): string =>
  value === null ? 'nothing' : cut(typeof value === 'string' ? value : JSON.stringify(value))

/** A cell of a table: one line, and not too long. */
function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE)}…` : line
}
