import type { FastifyPluginAsync } from 'fastify'
import type { AdminOptions } from './plugin.ts'

/** Whether the server is there. The port opens when everything is loaded: an answer means ready. */
export const health: FastifyPluginAsync<Pick<AdminOptions, 'version'>> = async (app, { version }) => {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/health',
    schema: { operationId: 'read_health' },
    handler: async ({ sandbox: { entropy } }) => ({
      status: 'healthy',
      message: 'atrium-atms-mock is ready',
      version,
      uptimeInSeconds: Math.floor(process.uptime()),
      timestamp: entropy.now().toISOString()
    })
  })
}
