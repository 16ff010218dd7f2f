import { createError } from '@fastify/error'
import type { FastifyPluginAsync } from 'fastify'
import type { ControlOptions } from './options.ts'

export const ShutdownNotAllowed = createError(
  'MOCK_SHUTDOWN_NOT_ALLOWED',
  'shutdown is not allowed: start the server with --allow-shutdown',
  403
)

/** Stops the whole server. */
export const shutdown: FastifyPluginAsync<ControlOptions> = async (app, options) => {
  const route = { config: { state: 'unused' }, schema: { operationId: 'shut_down' } } as const
  app.post('/shutdown', route, async (_request, reply) => {
    if (!options.allowShutdown) throw new ShutdownNotAllowed()
    reply.raw.once('close', options.stop)
    return {}
  })
}
