import type { Problems } from '../../common/problems.ts'
import type { RequestView } from '../journal/request-view.ts'
import type { CompileBudget } from './compile-budget.ts'
import { compileContent } from './content-pattern.ts'
import { anyValue, compileBytes, compileValues, type ValuesMatcher } from './multi-value.ts'
import type { RequestPatternDocument } from './request-schemas.ts'
import { Subject } from './subject.ts'
import type { UrlPattern } from './url-pattern.ts'

/** One condition besides method and address. */
export interface Condition {
  matches(request: RequestView): boolean
  distance(request: RequestView): number
}

type Values = (request: RequestView, name: string) => readonly string[]
type Compile = (pattern: unknown, pointer: string, problems: Problems, budget: CompileBudget) => ValuesMatcher

/** Compiles everything in a pattern except method and address. @param document valid */
export function conditionsOf(
  document: RequestPatternDocument,
  url: UrlPattern,
  pointer: string,
  problems: Problems,
  budget: CompileBudget
): Condition[] {
  type Member = 'pathParameters' | 'queryParameters' | 'formParameters' | 'headers' | 'cookies'
  const conditionsOn = (member: Member, compile: Compile, valuesOf: Values): Condition[] =>
    Object.entries(document[member] ?? {}).map(([name, pattern]) =>
      valueCondition(compile(pattern, `${pointer}/${member}/${escapeName(name)}`, problems, budget), (request) =>
        valuesOf(request, name)
      )
    )
  const conditionOn = (member: 'host' | 'clientIp', textOf: (request: RequestView) => string): Condition[] => {
    const pattern = document[member]
    if (pattern === undefined) return []
    return [
      valueCondition(compileOne(pattern, `${pointer}/${member}`, problems, budget), (request) => [textOf(request)])
    ]
  }
  const { basicAuthCredentials, bodyPatterns = [], scheme, port } = document
  return [
    ...(scheme === undefined ? [] : [exact((request) => request.scheme === scheme)]),
    ...(port === undefined ? [] : [exact((request) => request.authority.port === port)]),
    ...conditionOn('host', ({ authority }) => authority.hostname),
    ...conditionOn('clientIp', ({ clientIp }) => clientIp),
    ...(basicAuthCredentials === undefined ? [] : [basicAuthCondition(basicAuthCredentials)]),
    ...conditionsOn('pathParameters', compileOne, (request, name) =>
      [url.parameterOf?.(request, name)].filter((value) => value !== undefined)
    ),
    ...conditionsOn('queryParameters', compileValues, ({ query }, name) => query.get(name) ?? []),
    ...conditionsOn('headers', compileValues, ({ headers }, name) => headers.get(name.toLowerCase()) ?? []),
    ...conditionsOn('cookies', compileOne, ({ cookies }, name) => cookies.get(name) ?? []),
    // Last: only a request that matches otherwise is reported as incomplete.
    ...conditionsOn('formParameters', compileValues, ({ form }, name) => form.get(name) ?? []).map((condition) =>
      onlyIf((request) => request.isFormKnown(), condition)
    ),
    ...bodyPatterns
      .map((pattern, i) => bodyCondition(pattern, `${pointer}/bodyPatterns/${i}`, problems, budget))
      .map((condition) => onlyIf((request) => request.isBodyKnown(), condition))
  ]
}

/** Escapes a member's name for a JSON pointer. */
const escapeName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const ABSENT = [undefined]

const STEPS_PER_VALUE = 4

const compileOne: Compile = (...parameters) => anyValue(compileContent(...parameters))

function valueCondition(matcher: ValuesMatcher, valuesOf: (request: RequestView) => readonly string[]): Condition {
  const subjects = (request: RequestView): Subject[] => {
    const values: readonly (string | undefined)[] = valuesOf(request)
    request.work.spend(STEPS_PER_VALUE * (values.length + 1), 'comparing many values')
    return (values.length === 0 ? ABSENT : values).map((value) => new Subject(value, request.work, request.receivedAt))
  }
  return {
    matches: (request) => matcher.matches(subjects(request)),
    distance: (request) => matcher.distance(subjects(request))
  }
}

function bodyCondition(pattern: unknown, pointer: string, problems: Problems, budget: CompileBudget): Condition {
  const bytes = compileBytes(pattern, pointer, problems)
  if (bytes !== undefined) return exact((request) => bytes.equals(request.bodyBytes))
  const matcher = compileContent(pattern, pointer, problems, budget)
  return { matches: ({ body }) => matcher.matches(body), distance: ({ body }) => matcher.distance(body) }
}

const onlyIf = (isKnown: (request: RequestView) => boolean, { matches, distance }: Condition): Condition => ({
  matches: (request) => isKnown(request) && matches(request),
  distance: (request) => (isKnown(request) ? distance(request) : 1)
})

const exact = (matches: (request: RequestView) => boolean): Condition => ({
  matches,
  distance: (request) => (matches(request) ? 0 : 1)
})

function basicAuthCondition({
  username,
  password
}: {
  readonly username: string
  readonly password: string
}): Condition {
  const expected = Buffer.from(`${username}:${password}`).toString('base64')
  return exact(({ headers, work }) =>
    (headers.get('authorization') ?? []).some((value) => {
      work.spend(value.length, 'reading the header Authorization')
      const [scheme = '', credentials] = value.split(' ')
      return scheme.toLowerCase() === 'basic' && credentials === expected
    })
  )
}
