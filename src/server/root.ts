import type { FastifyPluginAsync } from 'fastify'
import type { Api } from '../api/define-api.ts'

/** The root path: redirects browsers to the documentation, and lists the paths for other clients. */
export const root: FastifyPluginAsync<{ apis: readonly Api[]; version: string }> = async (
  server,
  { apis, version }
) => {
  const paths = {
    name: 'atrium-atms-mock',
    version,
    ...Object.fromEntries(apis.map(({ name, home }) => [name, home])),
    admin: '/__admin/health',
    docs: '/docs'
  }
  server.get('/', async ({ headers }, reply) => {
    reply.header('vary', 'Accept')
    return headers.accept?.includes('text/html') ? reply.redirect('/docs/') : paths
  })
}
