import type { FastifyPluginAsync } from 'fastify'
import type { AdminOptions } from './plugin.ts'

/** Which version of the server this is. */
export const version: FastifyPluginAsync<Pick<AdminOptions, 'version'>> = async (app, { version }) => {
  app.get('/version', async () => ({ version }))
}
