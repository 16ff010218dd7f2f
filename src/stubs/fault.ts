import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Fault } from './mapping-schemas.ts'

const GARBAGE = 'jv4#m0]k%2q/../;!x[9d'

/**
 * Breaks a connection instead of answering.
 *
 * @param status of an answer that begins well
 */
export function breakConnection(
  fault: Fault,
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders
): void {
  const { socket } = response
  switch (fault) {
    case 'EMPTY_RESPONSE':
      socket?.destroySoon()
      break
    case 'CONNECTION_RESET_BY_PEER':
      // A TLS socket cannot reset its connection: the one below it can.
      ;(socket?.below ?? socket)?.resetAndDestroy()
      break
    case 'MALFORMED_RESPONSE_CHUNK':
      // Without a length the body is announced as chunks, and what follows is none.
      response.removeHeader('content-length')
      response.writeHead(status, headers).flushHeaders()
      socket?.end(GARBAGE)
      break
    case 'RANDOM_DATA_THEN_CLOSE':
      socket?.end(GARBAGE)
  }
}
