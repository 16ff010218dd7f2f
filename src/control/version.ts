import type { FastifyPluginAsync } from 'fastify'
import type { ControlOptions } from './options.ts'

/** The version of the server. */
export const version: FastifyPluginAsync<ControlOptions> = async (app, { version }) => {
  const options = { config: { state: 'unused' }, schema: { operationId: 'read_version' } } as const
  app.get('/version', options, async () => ({ version }))
}
