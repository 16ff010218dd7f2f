import type { FastifyInstance } from 'fastify'

/** Whether the process can respond, for liveness probes: neither the state nor where it is stored matters, as a restart would not help. */
export async function live(app: FastifyInstance): Promise<void> {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/live',
    // Probes may add parameters to get past caches.
    config: { query: 'any', state: 'unused' },
    schema: { operationId: 'read_liveness' },
    handler: async () => ({ status: 'alive' })
  })
}
