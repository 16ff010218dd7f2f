import type { FastifyInstance } from 'fastify'
import { readVersion } from '../common/version.ts'
import { type Listener, listen } from '../http/listen.ts'
import type { AnsweredRequest, MockEvents } from '../mock/running-mock.ts'
import type { MockOptions } from '../options/options.ts'
import { wantedCertificate } from '../tls/wanted-certificate.ts'
import { type AppOptions, app } from './app.ts'
import { createServer } from './fastify.ts'

/** The ports of a mock, and what answers there. */
export interface OpenPorts {
  readonly server: FastifyInstance
  readonly listeners: readonly Listener[]
  readonly url: string
  readonly port: number
  readonly tlsUrl?: string
  readonly ca?: string
}

/**
 * Opens the ports that the options ask for, with the application behind them.
 *
 * @throws CertificateError, or the system's error for a port in use, with the option that gives another; no port is open then
 */
export async function openPorts(
  options: MockOptions,
  events: MockEvents,
  shared: Pick<AppOptions, 'sandboxes' | 'library' | 'stop'>
): Promise<OpenPorts> {
  const certificate = await wantedCertificate(options, shared.sandboxes.default.entropy.now())
  const ca = certificate?.ca !== undefined && { ca: certificate.ca }
  const server = createServer(options)
  if (events.request !== undefined) reportRequests(server, events.request)
  const { failure = () => {} } = events
  await server.register(app, { ...options, ...shared, ...ca, version: readVersion(), reportFailure: failure })
  await server.ready()
  const plain = await listen(server.routing, options.host, options.port)
  const opened = { server, listeners: [plain], url: urlOf(plain, 'http'), port: plain.port }
  if (certificate === undefined) return opened
  try {
    const secure = await listen(server.routing, options.host, certificate.port, certificate)
    return { ...opened, ...ca, listeners: [plain, secure], tlsUrl: urlOf(secure, 'https') }
  } catch (error) {
    await plain.close()
    throw Object.assign(error as Error, { option: '--tls-port' })
  }
}

function reportRequests(server: FastifyInstance, report: (request: AnsweredRequest) => void): void {
  server.addHook('onResponse', async ({ method, originalUrl, sandbox, startedAt }, { statusCode }) => {
    report({ method, url: originalUrl, status: statusCode, milliseconds: sandbox.entropy.monotonic() - startedAt })
  })
}

function urlOf({ address, port }: { readonly address: string; readonly port: number }, scheme: string): string {
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
