import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { withoutFraming } from './headers.ts'
import type { Fault } from './mapping-schemas.ts'

/** How a response starts that is then broken off. */
interface ResponseHead {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
}

/** Not the start of a chunk: a chunk starts with its length. */
const INVALID_CHUNK = 'jv4#m0]k%2q/../;!x[9d'
/** The size of random data, in bytes. */
const RANDOM_BYTES = 64

/**
 * Breaks the connection instead of sending a response.
 *
 * @param head sent before a malformed chunk
 * @param chance returns numbers from 0 up to 1, for random data
 */
export function breakConnection(
  fault: Fault,
  response: ServerResponse,
  head: ResponseHead,
  chance: () => number
): void {
  const { socket } = response
  switch (fault) {
    case 'EMPTY_RESPONSE':
      socket?.destroySoon()
      break
    case 'CONNECTION_RESET_BY_PEER':
      if (socket) resetConnection(socket)
      break
    case 'MALFORMED_RESPONSE_CHUNK':
      // Without a length, Node announces a chunked body.
      response.writeHead(head.status, withoutFraming(head.headers)).flushHeaders()
      socket?.end(INVALID_CHUNK)
      break
    case 'RANDOM_DATA_THEN_CLOSE':
      // Printable characters, as in WireMock: some clients report other bytes differently.
      socket?.end(Uint8Array.from({ length: RANDOM_BYTES }, () => 0x21 + Math.floor(chance() * 94)))
  }
}

/** A TLS socket cannot reset its connection, but the one below it can. */
function resetConnection(socket: Socket): void {
  try {
    ;(socket.below ?? socket).resetAndDestroy()
  } catch {
    // Bun has no socket below: close the connection, so that the client does not wait forever.
    socket.destroy()
  }
}
