import { createError } from '@fastify/error'
import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsync } from 'fastify'
import type { AdminOptions } from './plugin.ts'

const ShutdownNotAllowed = createError(
  'MOCK_SHUTDOWN_NOT_ALLOWED',
  'the server may not be stopped by a call: start it with --allow-shutdown',
  403
)

/** The orderly stop of the whole server. */
export const shutdown: FastifyPluginAsync<Pick<AdminOptions, 'allowShutdown' | 'stop'>> = async (app, options) => {
  const schema = { summary: 'Stop the server', response: { 200: Type.Object({}) } }
  app.post('/shutdown', { schema }, async (_request, reply) => {
    if (!options.allowShutdown) throw new ShutdownNotAllowed()
    reply.raw.once('close', options.stop)
    return {}
  })
}
