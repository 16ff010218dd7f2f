import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { consoleFrom } from './console.ts'

export interface RootOptions {
  readonly apis: readonly Api[]
  readonly version: string
  /** Without the control API there is no console. */
  readonly noAdmin: boolean
}

/** The root path: redirects browsers to the console, or without one to the documentation, and lists the paths for other clients. */
export const root: FastifyPluginAsync<RootOptions> = async (server, { apis, version, noAdmin }) => {
  const paths = {
    name: 'atrium-atms-mock',
    version,
    ...Object.fromEntries(apis.map(({ name, home }) => [name, home])),
    admin: '/__admin/health',
    docs: '/docs'
  }
  const pageFor = (request: FastifyRequest): string => (noAdmin ? '/docs/' : consoleFrom(request.originalUrl))
  const isBrowser = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') ?? false
  server.get('/', { config: { isOmitted: isBrowser } }, async (request, reply) => {
    reply.header('vary', 'Accept')
    return isBrowser(request) ? reply.redirect(pageFor(request)) : paths
  })
}
