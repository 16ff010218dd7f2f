import type { FastifyInstance } from 'fastify'
import { runChecks } from '../../api/checks.ts'
import { checks } from './checks.ts'
import { renderError } from './errors.ts'
import { type AtriumOptions, routes } from './routes.ts'

/** The Atrium API: `/users`, and every path that belongs to no other API. */
export async function plugin(app: FastifyInstance, options: AtriumOptions): Promise<void> {
  app.setErrorHandler(renderError)
  runChecks(app, checks)
  await routes(app, options)
}
