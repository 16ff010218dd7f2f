import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Fault } from './mapping-schemas.ts'
import { withoutFraming } from './send.ts'

interface BegunAnswer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
}

/** No length of a chunk begins with it. */
const NO_CHUNK = 'jv4#m0]k%2q/../;!x[9d'
/** How much is sent that is no answer, in bytes. */
const GARBAGE = 64

/**
 * Breaks a connection instead of answering.
 *
 * @param answer how one begins that ends badly
 * @param chance gives numbers from 0 up to 1, for bytes that are no answer
 */
export function breakConnection(
  fault: Fault,
  response: ServerResponse,
  answer: BegunAnswer,
  chance: () => number
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
      response.writeHead(answer.status, withoutFraming(answer.headers)).flushHeaders()
      socket?.end(NO_CHUNK)
      break
    case 'RANDOM_DATA_THEN_CLOSE':
      socket?.end(Uint8Array.from({ length: GARBAGE }, () => Math.floor(chance() * 256)))
  }
}
