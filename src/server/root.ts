import type { FastifyPluginAsync } from 'fastify'
import type { Api } from '../api/define-api.ts'

/** What people see who open the address in a browser. */
export const root: FastifyPluginAsync<{ apis: readonly Api[]; version: string }> = async (
  server,
  { apis, version }
) => {
  server.get('/', async () => ({
    name: 'atrium-atms-mock',
    version,
    ...Object.fromEntries(apis.map(({ name, home }) => [name, home])),
    admin: '/__admin/health',
    docs: '/docs'
  }))
}
