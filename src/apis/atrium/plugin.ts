import type { FastifyInstance } from 'fastify'
import { runChecks } from '../../api/checks.ts'
import type { ApiPluginOptions } from '../../api/define-api.ts'
import { behaviorOf } from './behavior.ts'
import { checksOf } from './checks.ts'
import { renderError } from './errors.ts'
import { routes } from './routes.ts'

/** The Atrium API: `/users`, and every path that belongs to no other API. */
export async function plugin(app: FastifyInstance, options: ApiPluginOptions): Promise<void> {
  app.setErrorHandler(renderError)
  const behavior = behaviorOf(options.behavior)
  runChecks(app, checksOf(behavior))
  await routes(app, options, behavior)
}
