import type { FastifyPluginAsync } from 'fastify'
import type { ControlOptions } from './options.ts'

/** The version of the server. */
export const version: FastifyPluginAsync<ControlOptions> = async (app, { version }) => {
  app.get('/version', { schema: { operationId: 'read_version' } }, async () => ({ version }))
}
