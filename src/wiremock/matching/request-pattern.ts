import { Errors } from '@sinclair/typebox/errors'
import type { Problems } from '../../common/problems.ts'
import { schemaProblems } from '../../common/schema-problems.ts'
import type { RequestView } from '../journal/request-view.ts'
import { compileContent, type Matcher } from './content-pattern.ts'
import { RequestPatternDocument } from './request-schemas.ts'
import { Subject } from './subject.ts'
import { compileUrl, type UrlPattern } from './url-pattern.ts'
import { withoutNulls } from './without-nulls.ts'

/** One thing that is asked of a request beside its method and address. */
interface Condition {
  matches(request: RequestView): boolean
  distance(request: RequestView): number
}

// How much each part weighs in a distance, as in WireMock.
const URL_WEIGHT = 10
const METHOD_WEIGHT = 3

/** A compiled request pattern. */
export class RequestPattern {
  readonly document: RequestPatternDocument
  /** `undefined` for any. */
  readonly method: string | undefined
  readonly url: UrlPattern
  readonly #conditions: readonly Condition[]

  constructor(document: RequestPatternDocument, url: UrlPattern, conditions: readonly Condition[]) {
    this.document = document
    this.method = document.method === 'ANY' ? undefined : document.method
    this.url = url
    this.#conditions = conditions
  }

  matches(request: RequestView): boolean {
    return (
      (this.method === undefined || this.method === request.method) &&
      this.url.matches(request) &&
      this.#conditions.every((condition) => condition.matches(request))
    )
  }

  /** How far a request is from a match: 0 is one, 1 has nothing in common. */
  distance(request: RequestView): number {
    const ofMethod = this.method === undefined || this.method === request.method ? 0 : 1
    const ofConditions = this.#conditions.reduce((sum, condition) => sum + condition.distance(request), 0)
    const total = URL_WEIGHT * this.url.distance(request) + METHOD_WEIGHT * ofMethod + ofConditions
    return total / (URL_WEIGHT + METHOD_WEIGHT + this.#conditions.length)
  }
}

/**
 * Compiles a request pattern.
 *
 * @param given as it came from outside
 * @param pointer where it stands in its document
 * @param problems gets what is wrong with it
 * @returns a pattern of no meaning where something is wrong
 */
export function compileRequestPattern(given: unknown, pointer: string, problems: Problems): RequestPattern {
  const document = withoutNulls(given, RequestPatternDocument)
  const wrong = schemaProblems(Errors(RequestPatternDocument, document), pointer)
  for (const problem of wrong) problems.add(problem.pointer, problem.expected)
  const known = wrong.length > 0 ? {} : (document as RequestPatternDocument)
  const url = compileUrl(known, pointer, problems)
  return new RequestPattern(known, url, conditionsOf(known, url, pointer, problems))
}

type Values = (request: RequestView, name: string) => readonly string[]

function conditionsOf(
  document: RequestPatternDocument,
  url: UrlPattern,
  pointer: string,
  problems: Problems
): Condition[] {
  const named = (part: 'pathParameters' | 'queryParameters' | 'headers' | 'cookies', valuesOf: Values): Condition[] =>
    Object.entries(document[part] ?? {}).map(([name, pattern]) =>
      ofValues(compileContent(pattern, `${pointer}/${part}/${escapeName(name)}`, problems), name, valuesOf)
    )
  const { basicAuthCredentials, bodyPatterns = [] } = document
  return [
    ...(basicAuthCredentials === undefined ? [] : [basicAuth(basicAuthCredentials)]),
    ...named('pathParameters', ({ path }, name) =>
      [url.parametersOf?.(path).get(name)].filter((value) => value !== undefined)
    ),
    ...named('queryParameters', ({ query }, name) => query.get(name) ?? []),
    ...named('headers', ({ headers }, name) => headers.get(name.toLowerCase()) ?? []),
    ...named('cookies', ({ cookies }, name) => cookies.get(name) ?? []),
    ...bodyPatterns.map((pattern, i) => ofBody(compileContent(pattern, `${pointer}/bodyPatterns/${i}`, problems)))
  ]
}

/** In a JSON pointer. */
const escapeName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const ABSENT = new Subject(undefined)

/** Of several values one is enough, as in WireMock. */
function ofValues(matcher: Matcher, name: string, valuesOf: Values): Condition {
  const subjects = (request: RequestView): Subject[] => {
    const values = valuesOf(request, name)
    return values.length === 0 ? [ABSENT] : values.map((value) => new Subject(value))
  }
  return {
    matches: (request) => subjects(request).some((subject) => matcher.matches(subject)),
    distance: (request) => Math.min(...subjects(request).map((subject) => matcher.distance(subject)))
  }
}

const ofBody = (matcher: Matcher): Condition => ({
  matches: ({ body }) => matcher.matches(body),
  distance: ({ body }) => matcher.distance(body)
})

function basicAuth({ username, password }: { readonly username: string; readonly password: string }): Condition {
  const expected = Buffer.from(`${username}:${password}`).toString('base64')
  const matches = ({ headers }: RequestView): boolean =>
    (headers.get('authorization') ?? []).some((value) => {
      const [scheme = '', credentials] = value.split(' ')
      return scheme.toLowerCase() === 'basic' && credentials === expected
    })
  return { matches, distance: (request) => (matches(request) ? 0 : 1) }
}
