import type { Problems } from '../../common/problems.ts'
import { addressOf } from '../../http/address.ts'
import { pathOf } from '../../http/known-paths.ts'
import type { RequestView } from '../journal/request-view.ts'
import { textDistance } from './content-pattern.ts'
import { compileJavaPattern, literalStart } from './java-pattern.ts'
import type { RequestPatternDocument } from './request-schemas.ts'

/** A compiled pattern for the address of a request. */
export interface UrlPattern {
  matches(request: RequestView): boolean
  distance(request: RequestView): number
  /** The path that every match has, where there is only one. */
  readonly path?: string
  /** What the path of every match begins with, as far as that can be told. */
  readonly start?: string
  /** What stands in the path for the names of a template. */
  parametersOf?(path: string): ReadonlyMap<string, string>
}

const KINDS = ['url', 'urlPattern', 'urlPath', 'urlPathPattern', 'urlPathTemplate'] as const
const ANY: UrlPattern = { matches: () => true, distance: () => 0 }

/** @param problems gets what is wrong with the pattern */
export function compileUrl(document: RequestPatternDocument, pointer: string, problems: Problems): UrlPattern {
  const given = KINDS.filter((kind) => document[kind] !== undefined)
  const [kind] = given
  if (given.length > 1) problems.add(`${pointer}/${given[1]}`, `only one of ${given.join(', ')} can be asked for`)
  if (document.pathParameters !== undefined && kind !== 'urlPathTemplate') {
    problems.add(`${pointer}/pathParameters`, 'there are path parameters with a urlPathTemplate only')
  }
  if (kind === undefined) return ANY
  try {
    return ofKind(kind, document[kind] as string)
  } catch (error) {
    problems.add(`${pointer}/${kind}`, (error as Error).message)
    return ANY
  }
}

function ofKind(kind: (typeof KINDS)[number], expected: string): UrlPattern {
  switch (kind) {
    // Requests are held against patterns in one spelling of their address, whichever was sent.
    case 'url': {
      const { url } = addressOf(expected)
      return { ...equality((request) => request.url, url), path: pathOf(url) }
    }
    case 'urlPath': {
      const { url } = addressOf(expected)
      return { ...equality(({ path }) => path, url), path: url }
    }
    case 'urlPattern':
      return expression(({ url }) => url, expected)
    case 'urlPathPattern':
      return expression(({ path }) => path, expected)
    case 'urlPathTemplate':
      return template(expected)
  }
}

type Part = (request: RequestView) => string

const equality = (part: Part, expected: string): UrlPattern => ({
  matches: (request) => part(request) === expected,
  distance: (request) => textDistance(expected, part(request))
})

function expression(part: Part, expected: string): UrlPattern {
  const matches = compileJavaPattern(expected)
  return {
    // There is no question mark in it, so that it is what the path begins with, too.
    start: literalStart(expected),
    matches: (request) => matches(part(request)),
    distance: (request) => (matches(part(request)) ? 0 : textDistance(expected, part(request)))
  }
}

/** A template such as `/users/{user_guid}`: each name stands for one whole segment, and a last `**` for any number. */
function template(expected: string): UrlPattern {
  const segments = expected.split('/')
  const isOpen = segments.at(-1) === '**'
  if (isOpen) segments.pop()
  for (const segment of segments) {
    if (/[{}*]/.test(segment) && !isName(segment)) throw new Error(`'${segment}' is not a whole segment in braces`)
  }
  const fits = (path: string): boolean => {
    const actual = path.split('/')
    if (isOpen ? actual.length <= segments.length : actual.length !== segments.length) return false
    return segments.every((segment, i) => (isName(segment) ? actual[i] !== '' : actual[i] === segment))
  }
  const fixed = segments.findIndex(isName)
  return {
    start: segments.slice(0, fixed < 0 ? segments.length : fixed).join('/'),
    matches: ({ path }) => fits(path),
    distance: ({ path }) => (fits(path) ? 0 : textDistance(expected, path)),
    parametersOf(path) {
      const actual = path.split('/')
      return new Map(
        segments.flatMap((segment, i) => (isName(segment) ? [[segment.slice(1, -1), actual[i] ?? '']] : []))
      )
    }
  }
}

const isName = (segment: string): boolean => /^\{[^{}]+\}$/.test(segment)
