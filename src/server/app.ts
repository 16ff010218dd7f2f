import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Api, ApiPluginOptions } from '../api/define-api.ts'
import { OneAtATime } from '../common/one-at-a-time.ts'
import { RequestMetrics } from '../control/metrics/request-metrics.ts'
import type { ControlOptions } from '../control/options.ts'
import { control } from '../control/plugin.ts'
import { type KnownPaths, pathOf } from '../http/known-paths.ts'
import { lingerAfterResponse } from '../http/linger.ts'
import { type GuardOptions, guardAccess } from './access-guard.ts'
import { addressReader } from './address.ts'
import { webConsole } from './console.ts'
import { allowPages, respondToAllowedPreflight } from './cors.ts'
import { type DocsOptions, docs } from './docs/plugin.ts'
import type { ServerEvents } from './events.ts'
import { openJournalEntry, recordResponse } from './journal.ts'
import { reportRequests } from './report-requests.ts'
import { decorateRequests, identify, start } from './request-context.ts'
import { reservePage } from './reserve-page.ts'
import { respondFromStub } from './respond-from-stub.ts'
import { root } from './root.ts'

export interface AppOptions extends Omit<ControlOptions, 'routesFor' | 'requests'>, GuardOptions, DocsOptions {
  /** The options of the APIs' plugins. */
  readonly apiOptions: ApiPluginOptions
  /** The origins whose pages may call the emulated APIs from a browser. */
  readonly cors?: readonly string[]
  readonly events: ServerEvents
  /** Whether responses name their request in the journal. */
  readonly exposeRequestId: boolean
}

/**
 * The whole application, without a port. Every request takes these steps in order: its address is read when Fastify asks for the URL to
 * route by (`fastify.ts`), then the hooks below run, then the checks and the handler of its API.
 */
export const app = fp<AppOptions>(async (server, options) => {
  const { apis, apiOptions, sandboxes, cors = [], events, redaction } = options
  server.decorate('reportFailure', (error) => events.failure?.(error))
  server.decorate('decoding', new OneAtATime())
  server.decorate('exposesRequestIds', options.exposeRequestId)
  server.setErrorHandler((error, request, reply) => {
    // An area's response to an error could not be recorded: this is a second error, in the format of the same area.
    const { errorHandler } = request.server
    return errorHandler === server.errorHandler
      ? reply.send(error)
      : errorHandler.call(request.server, error, request, reply)
  })
  const requests = new RequestMetrics()
  decorateRequests(server, sandboxes)
  server.addHook('onRequest', start(sandboxes, requests))
  server.addHook('onRequest', guardAccess(options))
  // Before everything that can fail or respond: a page can read only responses with these headers.
  if (cors.length > 0) server.addHook('onRequest', allowPages(cors))
  server.addHook('onRequest', identify(apis, sandboxes))
  server.addHook('onRequest', openJournalEntry)
  if (cors.length > 0) server.addHook('onRequest', respondToAllowedPreflight)
  server.addHook('onRequest', respondFromStub)
  server.addHook('onSend', reservePage)
  server.addHook('onSend', recordResponse)
  server.addHook('onSend', lingerAfterResponse)
  if (events.request !== undefined) reportRequests(server, redaction, events.request)
  await server.register(root, options)
  const routes = new Map<Api, KnownPaths>()
  const read = addressReader(apis)
  const routesFor: ControlOptions['routesFor'] = (url) => {
    const { api, url: routed } = read(url)
    const paths = api && routes.get(api)
    return paths && { paths, path: pathOf(routed) }
  }
  await server.register(control, { ...options, routesFor, requests, prefix: '/__admin' })
  await server.register(docs, { ...options, prefix: '/docs' })
  await server.register(webConsole, { noAdmin: options.noAdmin, prefix: '/console' })
  for (const api of apis) {
    const plugin = async (scope: FastifyInstance): Promise<void> => {
      await api.plugin(scope, apiOptions)
      routes.set(api, scope.paths)
    }
    await server.register(plugin, { prefix: api.prefix })
  }
})
