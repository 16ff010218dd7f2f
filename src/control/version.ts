import type { FastifyPluginAsync } from 'fastify'
import type { AdminOptions } from './plugin.ts'

/** Which version of the server this is. */
export const version: FastifyPluginAsync<Pick<AdminOptions, 'version'>> = async (app, { version }) => {
  app.get('/version', { schema: { operationId: 'read_version' } }, async () => ({ version }))
}
