import { distance } from 'fastest-levenshtein'
import type { FastifyInstance } from 'fastify'

/** The paths that a plugin serves, each with its verbs. */
export interface KnownPaths {
  /** The verbs of the path, in the order of their routes; `undefined` for a path that is not served. */
  verbsOf(path: string): readonly string[] | undefined
  /** The route that comes closest to a request that no route takes, and what differs, for a person. */
  nearest(method: string, path: string): string
}

interface KnownPath {
  readonly pattern: RegExp
  /** As people write it: `/users/{user_guid}`. */
  readonly template: string
  readonly verbs: string[]
}

/**
 * Notes the routes that the plugin declares from now on, so that a wrong verb can be told from a wrong path: Fastify itself
 * answers 404 to both.
 */
export function knownPaths(app: FastifyInstance): KnownPaths {
  const paths: KnownPath[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const template = url.replace(/:([^/]+)/g, '{$1}')
    const known = paths.find((path) => path.template === template)
    if (known !== undefined) known.verbs.push(...[method].flat())
    else
      paths.push({
        pattern: new RegExp(`^${url.replaceAll('.', '\\.').replace(/:[^/]+/g, '[^/]+')}$`),
        template,
        verbs: [method].flat()
      })
  })
  // A path without names goes before one with them, as OpenAPI has it.
  const find = (path: string): KnownPath | undefined =>
    paths.find(({ template }) => template === path) ?? paths.find(({ pattern }) => pattern.test(path))
  return {
    verbsOf: (path) => find(path)?.verbs,
    nearest(method, path) {
      const known = find(path)
      if (known !== undefined) return `${known.verbs.join(', ')} ${known.template} exists; this was ${method}`
      const { verbs, template } = nearestOf(paths, path)
      return `the nearest route is ${verbs.join(', ')} ${template}; this was ${method} ${path}`
    }
  }
}

function nearestOf(paths: readonly KnownPath[], path: string): KnownPath {
  const segments = path.slice(0, MOST_COMPARED).split('/')
  // What stands for a name in a template cannot differ.
  const filled = ({ template }: KnownPath): string =>
    template
      .split('/')
      .map((segment, i) => (segment.startsWith('{') ? (segments[i] ?? segment) : segment))
      .join('/')
  return paths.reduce((best, known) =>
    distance(filled(known), segments.join('/')) < distance(filled(best), segments.join('/')) ? known : best
  )
}

const MOST_COMPARED = 200

/** The path of an address, without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}
