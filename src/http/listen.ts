import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { lingerAfterAnswer } from './linger.ts'

declare module 'node:net' {
  interface Socket {
    /** Of a TLS connection: the socket that its bytes go over. */
    below?: Socket | undefined
    /** The `remoteAddress`, which takes Node long to tell, and which it does not know any more once the socket is closed. */
    clientIp?: string | undefined
  }
}

/** A port that is served. */
export interface Listener {
  readonly port: number
  /** The address that answers: the first, where there are two. */
  readonly address: string
  /** Refuses new requests, lets those under way end, and closes what is left after the grace period. */
  close(): Promise<void>
}

/** What HTTPS is served with, in PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

const LOOPBACKS = ['127.0.0.1', '::1']
/** How long answers under way may take once the server closes, in milliseconds. */
const GRACE = 700
/**
 * An idle connection is never closed by the server: a client whose request crosses with the closing gets an error that the real
 * service would not give. What is left of clients that vanished, the system finds out.
 */
const OPTIONS = {
  keepAliveTimeout: 0,
  keepAlive: true,
  keepAliveInitialDelay: 60_000
}
const MOST_TRIES = 20
/** How many connections may wait to be taken: of Node's 511 a crowd of clients is turned away, and each tries again after a second only. */
const WAITING = 4096

/**
 * Listens on an address, or on both loopbacks for `localhost`: a client may look up either.
 *
 * @param port 0 for any free one, the same on both
 * @param certificate what to serve HTTPS with; without one it is HTTP
 * @throws the error of the system: EADDRINUSE, EACCES, ENOTFOUND
 */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  certificate?: Certificate
): Promise<Listener> {
  const [address = host, second] = host === 'localhost' ? LOOPBACKS : []
  const create = await serverMaker(certificate)
  for (let tries = 1; ; tries++) {
    const first = await open(create, handler, address, port)
    const taken = (first.server.address() as AddressInfo).port
    try {
      const servers = second === undefined ? [first] : [first, await open(create, handler, second, taken)]
      return { port: taken, address, close: () => closeAll(servers) }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE') return { port: taken, address, close: () => closeAll([first]) }
      await closeAll([first])
      if (port !== 0 || tries === MOST_TRIES) throw error
    }
  }
}

type MakeServer = (handler: RequestListener) => Server | ReturnType<typeof createSecureServer>

async function serverMaker(certificate: Certificate | undefined): Promise<MakeServer> {
  if (certificate === undefined) return (handler) => createServer(OPTIONS, handler)
  // Loaded only when asked for.
  const https = await import('node:https')
  return (handler) => https.createServer({ ...OPTIONS, ...certificate }, handler)
}

interface OpenServer {
  readonly server: ReturnType<MakeServer>
  readonly sockets: Set<Socket>
  /** The newest response on each connection. */
  readonly responses: Map<Socket, ServerResponse>
}

function open(create: MakeServer, handler: RequestListener, address: string, port: number): Promise<OpenServer> {
  const sockets = new Set<Socket>()
  const responses = new Map<Socket, ServerResponse>()
  const server = create((request, response) => {
    responses.set(request.socket, response)
    lingerAfterAnswer(request, response)
    handler(request, response)
  })
  const track = (socket: Socket) => {
    socket.clientIp = socket.remoteAddress
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      responses.delete(socket)
    })
  }
  // Over TLS there are two sockets for each connection: one below, and the one that requests come from.
  server.on('connection', track).on('secureConnection', (socket) => {
    socket.below = [...sockets].find((other) => isBelow(other, socket))
    track(socket)
  })
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen({ port, host: address, backlog: WAITING }, () => done({ server, sockets, responses }))
  })
}

const isBelow = (one: Socket, other: Socket): boolean =>
  one.remotePort === other.remotePort && one.remoteAddress === other.remoteAddress

async function closeAll(servers: readonly OpenServer[]): Promise<void> {
  await Promise.all(servers.map(close))
}

function close({ server, sockets, responses }: OpenServer): Promise<void> {
  return new Promise((done) => {
    // By the sockets: Node's closeAllConnections() knows none that is still in its TLS handshake.
    const late = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, GRACE)
    server.close(() => {
      clearTimeout(late)
      done()
    })
    for (const response of responses.values()) {
      if (!response.headersSent) response.setHeader('connection', 'close')
    }
    server.closeIdleConnections()
  })
}
