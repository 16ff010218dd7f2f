import { createError } from '@fastify/error'
import type { FastifyPluginAsync } from 'fastify'
import type { AdminOptions } from './plugin.ts'

export const ShutdownNotAllowed = createError(
  'MOCK_SHUTDOWN_NOT_ALLOWED',
  'the server may not be stopped by a call: start it with --allow-shutdown',
  403
)

/** The orderly stop of the whole server. */
export const shutdown: FastifyPluginAsync<Pick<AdminOptions, 'allowShutdown' | 'stop'>> = async (app, options) => {
  app.post('/shutdown', { schema: { operationId: 'shut_down' } }, async (_request, reply) => {
    if (!options.allowShutdown) throw new ShutdownNotAllowed()
    reply.raw.once('close', options.stop)
    return {}
  })
}
