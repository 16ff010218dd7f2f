import type { RequestListener } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { type Listener, listen } from '../http/listen.ts'
import type { ServedCertificate } from '../tls/certificate.ts'

/** Where a server listens. */
export interface Ports {
  readonly host: string
  readonly port: number
  /** With it, HTTPS is served as well. */
  readonly certificate: (ServedCertificate & { readonly port: number }) | undefined
}

export interface OpenPorts {
  readonly listeners: readonly Listener[]
  readonly url: string
  readonly port: number
  readonly tlsUrl?: string
}

/**
 * Opens the ports of a server that is ready.
 *
 * @throws the system's error for a port in use, with the option that chooses another one; no port is open then
 */
export async function openPorts(server: FastifyInstance, { host, port, certificate }: Ports): Promise<OpenPorts> {
  const handler = handlerOf(server)
  const plain = await listen(handler, host, port)
  const opened = { listeners: [plain], url: urlOf(plain, 'http'), port: plain.port }
  if (certificate === undefined) return opened
  try {
    const secure = await listen(handler, host, certificate.port, certificate)
    return { ...opened, listeners: [plain, secure], tlsUrl: urlOf(secure, 'https') }
  } catch (error) {
    await plain.close()
    throw Object.assign(error as Error, { option: '--tls-port' })
  }
}

/** Fastify catches errors of hooks and handlers. An error of its router would end the process, so this closes the connection instead. */
const handlerOf =
  (server: FastifyInstance): RequestListener =>
  (request, response) => {
    try {
      server.routing(request, response)
    } catch (error) {
      response.destroy()
      server.reportFailure(error as Error)
    }
  }

function urlOf({ address, port }: { readonly address: string; readonly port: number }, scheme: string): string {
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
