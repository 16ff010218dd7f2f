import type { FastifyInstance } from 'fastify'

/** The paths that a plugin serves, each with its verbs. */
export interface KnownPaths {
  /** The verbs of the path, in the order of their routes; `undefined` for a path that is not served. */
  verbsOf(path: string): readonly string[] | undefined
}

/**
 * Notes the routes that the plugin declares from now on, so that a wrong verb can be told from a wrong path: Fastify itself
 * answers 404 to both.
 */
export function knownPaths(app: FastifyInstance): KnownPaths {
  const paths: { pattern: RegExp; verbs: string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = new RegExp(`^${url.replace(/:[^/]+/g, '[^/]+')}$`)
    const known = paths.find((path) => path.pattern.source === pattern.source)
    if (known === undefined) paths.push({ pattern, verbs: [method].flat() })
    else known.verbs.push(...[method].flat())
  })
  return { verbsOf: (path) => paths.find(({ pattern }) => pattern.test(path))?.verbs }
}

/** The path of an address, without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}
