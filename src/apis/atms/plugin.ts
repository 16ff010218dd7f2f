import type { FastifyInstance } from 'fastify'
import { runChecks } from '../../api/checks.ts'
import type { ApiPluginOptions } from '../../api/define-api.ts'
import { behaviorOf } from './behavior.ts'
import { checksOf } from './checks.ts'
import { renderError } from './errors.ts'
import { routes } from './routes.ts'

/**
 * The ATMS API. The real service is assumed to be ASP.NET Web API 2. Behavior that depends on the framework is in `checks.ts`, `errors.ts`,
 * `headers.ts` and `user-definition.ts`.
 */
export async function plugin(app: FastifyInstance, options: ApiPluginOptions): Promise<void> {
  app.setErrorHandler(renderError)
  // The framework does not derive HEAD from GET: HEAD is a 405.
  app.addHook('onRoute', (route) => {
    route.exposeHeadRoute = false
  })
  const behavior = behaviorOf(options.behavior)
  runChecks(app, checksOf(behavior))
  await routes(app, options, behavior)
}
