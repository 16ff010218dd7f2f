import { createServer, type RequestListener, type Server } from 'node:http'
import type { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { clearTimeout, setTimeout } from '../common/timers.ts'
import { Pipeline } from './pipeline.ts'

declare module 'node:net' {
  interface Socket {
    /** The TCP socket below a TLS connection. */
    below?: Socket | undefined
    /** The `remoteAddress`, saved because it is slow to read and gone once the socket is closed. */
    clientIp?: string | undefined
  }
}

/** An open port. */
export interface Listener {
  readonly port: number
  /** The address it listens on; the first one for `localhost`. */
  readonly address: string
  /** Rejects new connections, lets running requests finish, and closes the rest after the grace period. */
  close(): Promise<void>
}

/** A certificate and its private key, in PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

const LOOPBACKS = ['127.0.0.1', '::1']
/** How long running requests may take when the server closes, in milliseconds. */
const GRACE_PERIOD = 700
/**
 * The server never closes idle connections: a client that sends a request at that moment would see an error that the real service does
 * not cause. TCP keep-alive detects clients that have disappeared.
 */
const OPTIONS = {
  keepAliveTimeout: 0,
  keepAlive: true,
  keepAliveInitialDelay: 60_000
}
const MAX_TRIES = 20
/** Node's default of 511 drops connections of many parallel clients, which retry only after a second. */
const BACKLOG = 4096

/**
 * Listens on an address, or for `localhost` on both loopback addresses, since clients may use either.
 *
 * @param port 0 for any free port, the same on both addresses
 * @param certificate serves HTTPS instead of HTTP
 * @throws the system error: EADDRINUSE, EACCES, ENOTFOUND
 */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  certificate?: Certificate
): Promise<Listener> {
  const [address = host, second] = host === 'localhost' ? LOOPBACKS : []
  const create = await serverFactory(certificate)
  for (let tries = 1; ; tries++) {
    const first = await open(create, handler, address, port)
    const actualPort = (first.server.address() as AddressInfo).port
    try {
      const servers = second === undefined ? [first] : [first, await open(create, handler, second, actualPort)]
      return { port: actualPort, address, close: () => closeAll(servers) }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE') return { port: actualPort, address, close: () => closeAll([first]) }
      await closeAll([first])
      if (port !== 0 || tries === MAX_TRIES) throw error
    }
  }
}

type ServerFactory = (handler: RequestListener) => Server | ReturnType<typeof createSecureServer>

async function serverFactory(certificate: Certificate | undefined): Promise<ServerFactory> {
  if (certificate === undefined) return (handler) => createServer(OPTIONS, handler)
  // Loaded only if needed, to keep the startup fast.
  const https = await import('node:https')
  return (handler) => https.createServer({ ...OPTIONS, ...certificate }, handler)
}

interface OpenServer {
  readonly server: ReturnType<ServerFactory>
  readonly sockets: Set<Socket>
  readonly pipelines: Map<Socket, Pipeline>
}

function open(create: ServerFactory, handler: RequestListener, address: string, port: number): Promise<OpenServer> {
  const sockets = new Set<Socket>()
  const pipelines = new Map<Socket, Pipeline>()
  const server = create((request, response) => {
    const { socket } = request
    const pipeline = pipelines.get(socket) ?? new Pipeline(socket)
    pipelines.set(socket, pipeline)
    pipeline.add(response, () => handler(request, response))
  })
  const track = (socket: Socket) => {
    socket.clientIp = socket.remoteAddress
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      pipelines.delete(socket)
    })
  }
  server.on('clientError', (error, socket) => {
    const pipeline = pipelines.get(socket as Socket) ?? new Pipeline(socket as Socket)
    pipeline.reject(error)
  })
  // Nothing can be written before the handshake has succeeded.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  // A TLS connection has two sockets: the TCP socket and the one that requests use.
  server.on('connection', track).on('secureConnection', (socket) => {
    socket.below = [...sockets].find((other) => isBelow(other, socket))
    track(socket)
  })
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen({ port, host: address, backlog: BACKLOG }, () => done({ server, sockets, pipelines }))
  })
}

const isBelow = (one: Socket, other: Socket): boolean =>
  one.remotePort === other.remotePort && one.remoteAddress === other.remoteAddress

async function closeAll(servers: readonly OpenServer[]): Promise<void> {
  await Promise.all(servers.map(close))
}

function close({ server, sockets, pipelines }: OpenServer): Promise<void> {
  return new Promise((done) => {
    // Node's closeAllConnections() misses sockets that are still in their TLS handshake.
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, GRACE_PERIOD)
    server.close(() => {
      clearTimeout(timer)
      done()
    })
    for (const { newest } of pipelines.values()) {
      if (newest?.headersSent === false) newest.setHeader('connection', 'close')
    }
    server.closeIdleConnections()
  })
}
