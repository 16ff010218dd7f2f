import type { Problems } from '../../common/problems.ts'
import { pathOf } from '../../http/known-paths.ts'
import type { RequestView } from '../journal/request-view.ts'
import type { CompileBudget } from './compile-budget.ts'
import { compileJavaPattern, literalPrefix } from './java-pattern.ts'
import type { RequestPatternDocument } from './request-schemas.ts'
import { textDistance } from './text-patterns.ts'

/** A compiled pattern for the address of a request. Addresses are compared exactly as sent: nothing is decoded. */
export interface UrlPattern {
  matches(request: RequestView): boolean
  distance(request: RequestView): number
  /** The path of every match, if there is only one. */
  readonly path?: string
  /** A prefix of the path of every match. */
  readonly prefix?: string
  /** The value in a path for a name of the template; `undefined` for an unknown name. */
  parameterOf?(request: RequestView, name: string): string | undefined
  /** The values for all names of a template, in a path that matches. */
  parametersOf?(path: string): ReadonlyMap<string, string>
}

/** A segment of a template, in bytes. */
const SEGMENT_BYTES = 25

const KINDS = ['url', 'urlPattern', 'urlPath', 'urlPathPattern', 'urlPathTemplate'] as const
const ANY: UrlPattern = { matches: () => true, distance: () => 0 }

/** @param problems collects the errors of the pattern */
export function compileUrl(
  document: RequestPatternDocument,
  pointer: string,
  problems: Problems,
  budget: CompileBudget
): UrlPattern {
  const kinds = KINDS.filter((kind) => document[kind] !== undefined)
  const [kind] = kinds
  if (kinds.length > 1) problems.add(`${pointer}/${kinds[1]}`, `only one of ${kinds.join(', ')} is allowed`)
  if (document.pathParameters !== undefined && kind !== 'urlPathTemplate') {
    problems.add(`${pointer}/pathParameters`, 'requires a urlPathTemplate')
  }
  if (kind === undefined) return ANY
  try {
    return compileKind(kind, document[kind] as string, budget)
  } catch (error) {
    problems.add(`${pointer}/${kind}`, (error as Error).message)
    return ANY
  }
}

function compileKind(kind: (typeof KINDS)[number], expected: string, budget: CompileBudget): UrlPattern {
  switch (kind) {
    case 'url':
      return { ...equality(urlsOf, expected), path: pathOf(expected) }
    case 'urlPath':
      return { ...equality(pathsOf, expected), path: expected }
    case 'urlPattern':
      return expression(urlsOf, expected, budget)
    case 'urlPathPattern':
      return expression(pathsOf, expected, budget)
    case 'urlPathTemplate':
      return template(expected, budget)
  }
}

/** The forms of a request's address, any of which may match; the last one counts for the distance. */
type Forms = (request: RequestView) => readonly string[]

const pathsOf: Forms = ({ path }) => [path]
/** WireMock drops an empty query: `/x` matches `/x?`. So does `/x?` here, because the journal shows it that way. */
const urlsOf: Forms = ({ url, path }) => (url.length === path.length + 1 ? [url, path] : [url])

function equality(formsOf: Forms, expected: string): UrlPattern {
  const matches = (request: RequestView): boolean => formsOf(request).includes(expected)
  return { matches, distance: (request) => (matches(request) ? 0 : distanceTo(expected, request, formsOf(request))) }
}

function expression(formsOf: Forms, expected: string, budget: CompileBudget): UrlPattern {
  const matchesText = compileJavaPattern(expected, budget)
  const matches = (request: RequestView): boolean => formsOf(request).some((form) => matchesText(form, request.work))
  return {
    // It contains no question mark, so it is a prefix of the path as well as of the URL.
    prefix: literalPrefix(expected),
    matches,
    distance: (request) => (matches(request) ? 0 : distanceTo(expected, request, formsOf(request)))
  }
}

const distanceTo = (expected: string, { work }: RequestView, forms: readonly string[]): number =>
  textDistance(expected, forms.at(-1), work)

/** A template such as `/users/{user_guid}`: a name matches one whole segment, a final `**` one or more. */
function template(expected: string, budget: CompileBudget): UrlPattern {
  const segments = expected.split('/')
  budget.bytes += SEGMENT_BYTES * segments.length
  const isOpenEnded = segments.at(-1) === '**'
  if (isOpenEnded) segments.pop()
  for (const segment of segments) {
    if (/[{}*]/.test(segment) && !isParameter(segment)) {
      throw new Error(`segment '${segment}' is not supported: a {name} must be a whole segment, and ** the last one`)
    }
  }
  /** The index of the segment that has the value for a name. */
  const places = new Map(
    segments.flatMap((segment, i) => (isParameter(segment) ? [[segment.slice(1, -1), i] as const] : []))
  )
  const literals = segments.map((segment) => (isParameter(segment) ? undefined : segment))
  const matches = ({ segments: actual, work }: RequestView): boolean => {
    if (isOpenEnded ? actual.length <= literals.length : actual.length !== literals.length) return false
    work.spend(literals.length, `comparing ${literals.length} segments of a path`)
    return literals.every((literal, i) => (literal === undefined ? actual[i] !== '' : actual[i] === literal))
  }
  const firstParameter = literals.indexOf(undefined)
  return {
    prefix: segments.slice(0, firstParameter < 0 ? segments.length : firstParameter).join('/'),
    matches,
    distance: (request) => (matches(request) ? 0 : textDistance(expected, request.path, request.work)),
    parameterOf({ segments: actual }, name) {
      const place = places.get(name)
      return place === undefined ? undefined : (actual[place] ?? '')
    },
    parametersOf(path) {
      const actual = path.split('/')
      return new Map([...places].map(([name, place]) => [name, actual[place] as string]))
    }
  }
}

const isParameter = (segment: string): boolean => /^\{[^{}]+\}$/.test(segment)
