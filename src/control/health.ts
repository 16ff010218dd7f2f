import type { FastifyPluginAsync } from 'fastify'
import { servedState } from '../sandbox/served-state.ts'
import type { ControlOptions } from './options.ts'

/** Whether the server is ready, and what it serves. The port opens when everything is loaded: a response means ready. */
export const health: FastifyPluginAsync<ControlOptions> = async (
  app,
  { apis, version, sandboxes, origin, behavior }
) => {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/health',
    // Probes may add parameters to get past caches.
    config: { query: 'any', state: 'unused' },
    schema: { operationId: 'read_health' },
    // Probes time out soon, so this does not wait for a store that does not respond.
    handler: async ({ sandbox: { clock } }) => {
      sandboxes.shared?.store.requireAvailable()
      return {
        status: 'healthy',
        message: 'atrium-atms-mock is ready',
        version,
        uptimeInSeconds: Math.floor(process.uptime()),
        timestamp: clock.now().toISOString(),
        ...(sandboxes.shared !== undefined && { replica: sandboxes.shared.store.replica }),
        serving: servedState(apis, sandboxes.default, origin),
        behavior: Object.fromEntries(behavior),
        memory: sandboxes.memory
      }
    }
  })
}
