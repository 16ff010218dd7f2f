import type { FastifyPluginAsync } from 'fastify'
import type { ControlOptions } from '../options.ts'
import { EventLoopDelay } from './event-loop-delay.ts'
import { processMetrics, requestMetrics, sandboxMetrics } from './metrics.ts'
import { MEDIA_TYPE, prometheusText } from './prometheus-text.ts'

/** Metrics for Prometheus. */
export const metrics: FastifyPluginAsync<ControlOptions> = async (app, { requests, sandboxes, version }) => {
  // Nobody pays for the timer who does not read the metrics.
  const eventLoop = new EventLoopDelay()
  app.addHook('onClose', async () => eventLoop.stop())
  const options = { config: { state: 'unused' }, schema: { operationId: 'read_metrics' } } as const
  app.get('/metrics', options, async ({ sandbox: { clock } }, reply) => {
    eventLoop.start()
    const all = [
      ...requestMetrics(requests),
      ...sandboxMetrics(sandboxes),
      ...processMetrics(eventLoop.delays, version, clock.now())
    ]
    return reply.type(MEDIA_TYPE).send(prometheusText(all))
  })
}
