import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { lingerAfterAnswer } from './linger.ts'

/** A port that is served. */
export interface Listener {
  readonly port: number
  /** The address that answers: the first, where there are two. */
  readonly address: string
  /** Refuses new requests, lets those under way end, and closes what is left after the grace period. */
  close(): Promise<void>
}

const LOOPBACKS = ['127.0.0.1', '::1']
/** How long answers under way may take once the server closes, in milliseconds. */
const GRACE = 700
/** Longer than the idle time of common clients and load balancers, so that the client is the one to close. */
const KEEP_ALIVE = 72_000
const MOST_TRIES = 20

/**
 * Listens on an address, or on both loopbacks for `localhost`: a client may look up either.
 *
 * @param port 0 for any free one, the same on both
 * @throws the error of the system: EADDRINUSE, EACCES, ENOTFOUND
 */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Listener> {
  const [address = host, second] = host === 'localhost' ? LOOPBACKS : []
  for (let tries = 1; ; tries++) {
    const first = await open(handler, address, port)
    const taken = (first.server.address() as AddressInfo).port
    try {
      const servers = second === undefined ? [first] : [first, await open(handler, second, taken)]
      return { port: taken, address, close: () => closeAll(servers) }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE') return { port: taken, address, close: () => closeAll([first]) }
      await closeAll([first])
      if (port !== 0 || tries === MOST_TRIES) throw error
    }
  }
}

interface OpenServer {
  readonly server: Server
  /** The newest response on each connection. */
  readonly responses: Map<Socket, ServerResponse>
}

function open(handler: RequestListener, address: string, port: number): Promise<OpenServer> {
  const responses = new Map<Socket, ServerResponse>()
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
    responses.set(request.socket, response)
    lingerAfterAnswer(request, response)
    handler(request, response)
  })
  server.on('connection', (socket) => socket.once('close', () => responses.delete(socket)))
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen({ port, host: address }, () => done({ server, responses }))
  })
}

async function closeAll(servers: readonly OpenServer[]): Promise<void> {
  await Promise.all(servers.map(close))
}

function close({ server, responses }: OpenServer): Promise<void> {
  return new Promise((done) => {
    const late = setTimeout(() => server.closeAllConnections(), GRACE)
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
