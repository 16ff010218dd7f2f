import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import { knownPaths, pathOf } from '../http/known-paths.ts'
import type { SandboxRegistry } from '../sandbox/registry.ts'
import { collectBody, readText } from './body.ts'
import { authority } from './ca.ts'
import { AdminMethodNotAllowed, AdminNotFound, AdminUnauthorized, BadBody, renderError } from './errors.ts'
import { fixtures } from './fixtures.ts'
import { health } from './health.ts'
import { sandboxes } from './sandboxes.ts'
import { shutdown } from './shutdown.ts'
import { state } from './state.ts'
import { version as versionCall } from './version.ts'
import { wiremock } from './wiremock/plugin.ts'

export interface AdminOptions {
  readonly library: FixtureLibrary
  readonly sandboxes: SandboxRegistry
  readonly version: string
  /** What the header `Authorization: Bearer` must hold. */
  readonly adminToken?: string
  /** Whether all but the health is turned off. */
  readonly noAdmin: boolean
  /** The certificate of the authority that signed what HTTPS is served with, in PEM. */
  readonly ca?: string
  /** Whether a call may stop the server. */
  readonly allowShutdown: boolean
  /** Stops the server. */
  readonly stop: () => void
}

/** An upload can be a whole state: 64 MiB at most. */
const BODY_LIMIT = 64 * 1024 * 1024

/** What is told without a token: a client needs both before it can say who it is. */
const OPEN = ['/__admin/health', '/__admin/ca.pem']

/** The control API, to be registered under `/__admin`: WireMock's calls, and ours for what WireMock has no word for. */
export const admin: FastifyPluginAsync<AdminOptions> = async (app, options) => {
  const { library, sandboxes: registry, version, adminToken, noAdmin, ca, allowShutdown, stop } = options
  const paths = knownPaths(app)
  app.setErrorHandler(renderError)
  app.setNotFoundHandler(() => undefined)
  app.addHook('onRoute', (route) => {
    route.bodyLimit = BODY_LIMIT
  })
  app.addHook('onRequest', (request, reply, done) => {
    reply.type('application/json')
    const verbs = paths.verbsOf(pathOf(request.url))
    if (verbs === undefined) throw new AdminNotFound(request.originalUrl)
    // The router takes `PUT /mappings/import` for a stub of that id: such a path has its own verbs alone.
    if (request.is404 || !verbs.includes(request.method)) {
      reply.header('allow', verbs.join(', '))
      throw new AdminMethodNotAllowed(request.method, verbs.join(', '))
    }
    if (!OPEN.includes(pathOf(request.url))) requireToken(request, adminToken)
    if (request.raw.address.malformed) throw new BadBody('path: expected percent-encoded UTF-8')
    collectBody(request, done)
  })
  await app.register(health, { version })
  if (noAdmin) return
  await app.register(authority, { ...(ca !== undefined && { ca }) })
  await app.register(versionCall, { version })
  await app.register(async (ours) => {
    ours.addHook('onRequest', readText)
    await ours.register(fixtures, { library })
    await ours.register(state, { library })
    await ours.register(sandboxes, { library, sandboxes: registry })
  })
  await app.register(wiremock)
  await app.register(shutdown, { allowShutdown, stop })
}

function requireToken({ headers }: FastifyRequest, token: string | undefined): void {
  if (token !== undefined && headers.authorization !== `Bearer ${token}`) throw new AdminUnauthorized()
}
