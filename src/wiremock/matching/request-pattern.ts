import { METHODS as NODE_METHODS } from 'node:http'
import type { Problems } from '../../common/problems.ts'
import { errorsIn, schemaProblems } from '../../common/schema-problems.ts'
import { suggestion } from '../../common/suggestion.ts'
import type { RequestView } from '../journal/request-view.ts'
import { CompileBudget, type PatternTooLong } from './compile-budget.ts'
import { knownMembers } from './known-members.ts'
import { readContent } from './read-content.ts'
import { isObject } from './read-scalars.ts'
import { type Condition, conditionsOf } from './request-conditions.ts'
import { RequestPatternDocument } from './request-schemas.ts'
import { compileUrl, type UrlPattern } from './url-pattern.ts'

/** Node's HTTP parser accepts no others. It passes CONNECT on as an event, not as a request. */
const METHODS = ['ANY', 'GET_OR_HEAD', ...NODE_METHODS.filter((method) => method !== 'CONNECT')]

// The weight of each part in a distance, as in WireMock.
const URL_WEIGHT = 10
const METHOD_WEIGHT = 3

/** A compiled request pattern. */
export class RequestPattern {
  readonly document: RequestPatternDocument
  /** `undefined` matches any method. */
  readonly methods: readonly string[] | undefined
  readonly url: UrlPattern
  /** About how much memory the compiled parts take, in bytes. */
  readonly bytes: number
  /** Everything except method and address, in the order of `conditionsOf`. */
  readonly conditions: readonly Condition[]

  constructor(document: RequestPatternDocument, url: UrlPattern, conditions: readonly Condition[], bytes: number) {
    this.bytes = bytes
    this.document = document
    this.methods = methodsOf(document.method)
    this.url = url
    this.conditions = conditions
  }

  /** @throws TooExpensive */
  matches(request: RequestView): boolean {
    request.startPattern()
    return (
      this.matchesMethod(request) &&
      this.url.matches(request) &&
      this.conditions.every((condition) => condition.matches(request))
    )
  }

  matchesMethod({ method }: RequestView): boolean {
    return this.methods === undefined || this.methods.includes(method)
  }

  /** 0 for a match, up to 1 for a request that has nothing in common with the pattern. @throws TooExpensive */
  distance(request: RequestView): number {
    request.startPattern()
    const methodDistance = this.matchesMethod(request) ? 0 : 1
    const conditionDistance = this.conditions.reduce((sum, condition) => sum + condition.distance(request), 0)
    const total = URL_WEIGHT * this.url.distance(request) + METHOD_WEIGHT * methodDistance + conditionDistance
    return total / (URL_WEIGHT + METHOD_WEIGHT + this.conditions.length)
  }
}

function methodsOf(method = 'ANY'): readonly string[] | undefined {
  if (method === 'ANY') return undefined
  return method === 'GET_OR_HEAD' ? ['GET', 'HEAD'] : [method]
}

/**
 * Compiles a request pattern.
 *
 * @param input not validated yet
 * @param pointer its place in the document, as a JSON pointer
 * @param problems collects its errors. If there are any, the returned pattern must not be used
 */
export const compileRequestPattern = (input: unknown, pointer: string, problems: Problems): RequestPattern =>
  compileReadPattern(readPattern(input, pointer, problems), pointer, problems)

const OTHER_MEMBERS = {
  unsupported: {
    customMatcher: 'this server does not run extensions',
    multipartPatterns: 'this server does not read multipart bodies'
  }
}

/** Reads a pattern as leniently as WireMock does. @param problems collects the members that are not supported */
export function readPattern(input: unknown, pointer: string, problems: Problems): unknown {
  const document = knownMembers(input, RequestPatternDocument, OTHER_MEMBERS, pointer, problems)
  if (!isObject(document)) return document
  const { basicAuth, ...rest } = document
  const members = Object.entries(rest).map(([name, value]) => [name, readPatterns(name, value)])
  return { ...(basicAuth !== undefined && { basicAuthCredentials: basicAuth }), ...Object.fromEntries(members) }
}

const BY_NAME = ['pathParameters', 'queryParameters', 'formParameters', 'headers', 'cookies']
const SINGLE = ['host', 'clientIp']

function readPatterns(member: string, value: unknown): unknown {
  if (member === 'bodyPatterns' && Array.isArray(value)) return value.map(readContent)
  if (SINGLE.includes(member)) return readContent(value)
  if (!BY_NAME.includes(member) || !isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, pattern]) => [name, readContent(pattern)]))
}

/** Compiles what `readPattern` returned. */
export function compileReadPattern(document: unknown, pointer: string, problems: Problems): RequestPattern {
  const invalid = schemaProblems(errorsIn(RequestPatternDocument, document), pointer)
  for (const problem of invalid) problems.add(problem.pointer, problem.expected)
  const { method } = isObject(document) ? document : {}
  if (typeof method === 'string' && !METHODS.includes(method)) {
    problems.add(`${pointer}/method`, `unknown method '${method}'${suggestion(method.toUpperCase(), METHODS)}`)
  }
  const valid = invalid.length > 0 ? {} : (document as RequestPatternDocument)
  const budget = new CompileBudget()
  const url = compileUrl(valid, pointer, problems, budget)
  try {
    const conditions = conditionsOf(valid, url, pointer, problems, budget)
    return new RequestPattern(valid, url, conditions, budget.bytes)
  } catch (error) {
    problems.add(pointer, (error as PatternTooLong).message)
    return new RequestPattern({}, url, [], 0)
  }
}
