import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { runChecks } from '../api/checks.ts'
import { isSameSecret } from '../common/secrets.ts'
import { oneOf } from '../common/suggestion.ts'
import { pathOf } from '../http/known-paths.ts'
import { apis } from './apis.ts'
import { readControlBody, readText } from './body.ts'
import { ca } from './ca.ts'
import { chaos } from './chaos.ts'
import { coverage } from './coverage.ts'
import {
  BadBody,
  ControlMethodNotAllowed,
  ControlNotFound,
  ControlNotSupported,
  ControlTurnedOff,
  ControlUnauthorized,
  renderError
} from './errors.ts'
import { events } from './events/plugin.ts'
import { fixtures } from './fixtures.ts'
import { health } from './health.ts'
import { history } from './history.ts'
import { live } from './live.ts'
import { mcp } from './mcp.ts'
import { metrics } from './metrics/plugin.ts'
import type { ControlOptions } from './options.ts'
import { requireKnownQuery } from './query.ts'
import { records } from './records.ts'
import { reserveResponse } from './reserve-response.ts'
import { sandboxes } from './sandboxes.ts'
import { shutdown } from './shutdown.ts'
import { state } from './state.ts'
import { version } from './version.ts'
import { wiremock } from './wiremock/plugin.ts'
import { unsupportedCall } from './wiremock/unsupported-calls.ts'

/** In bytes: the largest body of a call that sets no other limit. */
export const BODY_LIMIT = 1024 * 1024

/** For probes. `noAdmin` does not turn them off. */
const PROBES = ['/__admin/health', '/__admin/live']
/** Calls that need no token. */
const OPEN = [...PROBES, '/__admin/ca.pem']

/** The control API, below `/__admin`: WireMock's calls, and additional ones. */
export const control: FastifyPluginAsync<ControlOptions> = async (app, options) => {
  app.setErrorHandler(renderError)
  app.addHook('onRoute', (route) => {
    route.bodyLimit ??= route.config?.streamsBody ? options.uploadLimit : BODY_LIMIT
  })
  const authenticate = (request: FastifyRequest): void => {
    if (!OPEN.includes(pathOf(request.url))) requireToken(request, options.adminToken)
  }
  const requireTurnedOn = (request: FastifyRequest): void => {
    if (options.noAdmin && !PROBES.includes(pathOf(request.url))) throw new ControlTurnedOff()
  }
  runChecks(app, [setType, requireTurnedOn, route, authenticate, readPath, requireKnownQuery])
  app.addHook('onRequest', readControlBody)
  app.addHook('preHandler', async (request) => request.joinSandbox())
  app.addHook('onSend', reserveResponse)
  await health(app, options)
  await live(app)
  if (options.noAdmin) return
  await ca(app, options)
  await version(app, options)
  await metrics(app, options)
  await apis(app, options)
  await app.register(async (ours) => {
    ours.addHook('onRequest', readText)
    await fixtures(ours, options)
    await state(ours, options)
    await history(ours, options)
    await records(ours, options)
    await sandboxes(ours, options)
    await events(ours, options)
    await coverage(ours, options)
    await chaos(ours, options)
    await mcp(ours, options)
  })
  await app.register(async (theirs) => wiremock(theirs, options))
  await shutdown(app, options)
}

function setType(_request: FastifyRequest, reply: FastifyReply): void {
  reply.type('application/json')
}

/** The router would treat `PUT /mappings/import` as a stub with that id, so the verbs of a literal path take precedence. */
function route(request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request.url)
  const unsupported = unsupportedCall(path)
  if (unsupported !== undefined) throw new ControlNotSupported(unsupported)
  const verbs = request.server.paths.verbsOf(path)
  if (verbs === undefined) throw new ControlNotFound(pathOf(request.address.sent))
  if (!request.is404 && verbs.includes(request.method)) return
  reply.header('allow', verbs.join(', '))
  throw new ControlMethodNotAllowed(request.method, oneOf(verbs))
}

function requireToken({ headers }: FastifyRequest, token: string | undefined): void {
  const [, sent] = /^bearer (.*)$/i.exec(headers.authorization ?? '') ?? []
  if (token !== undefined && (sent === undefined || !isSameSecret(sent, token))) throw new ControlUnauthorized()
}

function readPath({ address }: FastifyRequest): void {
  if (address.isMalformed) throw new BadBody('path: expected percent-encoded UTF-8')
}
