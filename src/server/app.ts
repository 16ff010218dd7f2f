import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { atms } from '../apis/atms/plugin.ts'
import { atrium } from '../apis/atrium/plugin.ts'
import { type AdminOptions, admin } from '../control/plugin.ts'
import { docs } from './docs/plugin.ts'
import '../http/context.ts'
import { findSandbox } from '../sandbox/find-sandbox.ts'
import { complete, override, receive } from './intercept.ts'

export interface AppOptions extends AdminOptions {
  /** The origin whose pages may call the APIs from a browser. */
  readonly cors?: string
  /** Told of failures that a client is only told the bare fact of. */
  readonly reportFailure: (error: Error) => void
}

/** The whole application, without a port: both emulated APIs and the control API over their sandboxes. */
export const app = fp<AppOptions>(async (server, options) => {
  const { sandboxes, version, cors, reportFailure } = options
  server.decorate('reportFailure', reportFailure)
  server.decorateRequest('startedAt', 0)
  server.decorateRequest('isRefused', false)
  server.decorateRequest('sandbox')
  server.decorateRequest('journalEntry')
  server.addHook('onRequest', (request, _reply, done) => {
    // What goes wrong from here on is answered by the API that the request is for, which asks a sandbox for the time.
    request.sandbox = sandboxes.default
    request.startedAt = sandboxes.default.entropy.monotonic()
    request.sandbox = findSandbox(request, sandboxes)
    request.sandbox.lastUsed = request.startedAt
    receive(request, done)
  })
  server.addHook('onSend', complete)
  // Before the stubs: a browser asks first whether it may ask, and reads no answer, of a stub either, that does not name it.
  if (cors !== undefined) await allowOrigin(server, cors)
  server.addHook('onRequest', override)
  await server.register(root, { version })
  await server.register(admin, { ...options, prefix: '/__admin' })
  await server.register(docs, { prefix: '/docs' })
  await server.register(atms, { prefix: '/api' })
  await server.register(atrium)
})

/** What a person sees who opens the address in a browser. */
const root: FastifyPluginAsync<{ version: string }> = async (server, { version }) => {
  server.get('/', async () => ({
    name: 'atrium-atms-mock',
    version,
    atrium: '/users',
    atms: '/api/Users',
    admin: '/__admin/health',
    docs: '/docs'
  }))
}

/** Loaded only when asked for. */
async function allowOrigin(server: FastifyInstance, origin: string): Promise<void> {
  const { default: cors } = await import('@fastify/cors')
  await server.register(cors, {
    origin,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposedHeaders: ['ETag', 'X-Request-Id', 'X-Runtime']
  })
}
