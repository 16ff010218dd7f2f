import { distance } from 'fastest-levenshtein'
import type { FastifyInstance } from 'fastify'
import { REDACTED } from '../common/secrets.ts'

/** User name and password of a URL in a path. The server has collapsed the double slashes. */
const USER_INFO = /(^|\/)[^/:]+:[^/]*@/g

/** The paths that a plugin serves, and their methods. */
export interface KnownPaths {
  /** The methods of a path, in the order of their routes; `undefined` for an unknown path. */
  verbsOf(path: string): readonly string[] | undefined
  /** The most similar route, as a hint for a request that matches none. */
  nearest(method: string, path: string): string
  /** The most similar routes, nearest first. */
  nearestTo(path: string): readonly NearRoute[]
}

/** A route that is similar to a path. */
export interface NearRoute {
  readonly template: string
  readonly verbs: readonly string[]
  /** Whether the path is one of the route. */
  readonly isMatch: boolean
}

interface KnownPath {
  readonly pattern: RegExp
  /** As OpenAPI writes it: `/users/{user_guid}`. */
  readonly template: string
  readonly verbs: string[]
}

/**
 * Collects the routes that a plugin declares after this call. They tell a wrong method (405) from an unknown path (404); Fastify
 * responds with 404 to both.
 */
export function knownPaths(app: FastifyInstance): KnownPaths {
  const paths: KnownPath[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const template = url.replace(/:([^/]+)/g, '{$1}')
    const known = paths.find((path) => path.template === template)
    if (known !== undefined) known.verbs.push(...[method].flat())
    else
      paths.push({
        pattern: new RegExp(
          `^${url
            .replaceAll('.', '\\.')
            .replace(/:[^/]+/g, '[^/]+')
            .replace('*', '.+')}$`
        ),
        template,
        verbs: [method].flat()
      })
  })
  // As in OpenAPI, a path without parameters takes precedence.
  const find = (path: string): KnownPath | undefined =>
    paths.find(({ template }) => template === path) ?? paths.find(({ pattern }) => pattern.test(path))
  return {
    verbsOf: (path) => find(path)?.verbs,
    nearestTo(path) {
      const known = find(path)
      const others = byDistance(paths, path).filter((route) => route !== known)
      return [...(known === undefined ? [] : [known]), ...others]
        .slice(0, MOST_ROUTES)
        .map(({ template, verbs }) => ({ template, verbs, isMatch: template === known?.template }))
    },
    nearest(method, path) {
      const known = find(path)
      if (known !== undefined) return `${known.verbs.join(', ')} ${known.template} exists; this was ${method}`
      const { verbs, template } = byDistance(paths, path)[0] as KnownPath
      return `the nearest route is ${verbs.join(', ')} ${template}; this was ${method} ${path.replace(USER_INFO, `$1${REDACTED}@`)}`
    }
  }
}

/** Nearest first. */
function byDistance(paths: readonly KnownPath[], path: string): KnownPath[] {
  const segments = path.slice(0, MAX_COMPARED).split('/')
  // A path parameter matches any segment.
  const filled = ({ template }: KnownPath): string =>
    template
      .split('/')
      .map((segment, i) => (segment.startsWith('{') ? (segments[i] ?? segment) : segment))
      .join('/')
  return paths
    .map((known) => ({ known, far: distance(filled(known), segments.join('/')) }))
    .sort((a, b) => a.far - b.far)
    .map(({ known }) => known)
}

const MAX_COMPARED = 200
const MOST_ROUTES = 3

/** The path of a URL, without the query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}
