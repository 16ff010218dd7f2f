import type { FastifyReply, FastifyRequest } from 'fastify'
import { bytesOf } from '../common/bytes.ts'
import { SMALL_RESPONSE } from '../common/reservation.ts'

/**
 * The hook that reserves room in memory for a large response of an emulated API, which may have to wait for a slow client. A read
 * can be repeated, so it may fail; a change has already been made, so its response is always sent.
 */
export function reservePage(
  { method, room, address }: FastifyRequest,
  _reply: FastifyReply,
  payload: unknown,
  done: (error?: Error) => void
): void {
  const isLarge = typeof payload === 'string' && payload.length > SMALL_RESPONSE
  // The control API reserves memory for its own responses.
  if (!isLarge || method !== 'GET' || address.area !== undefined) {
    done()
    return
  }
  try {
    // Twice the size, because the socket has a copy.
    room.resize(room.bytes + 2 * bytesOf(payload))
    done()
  } catch (error) {
    done(error as Error)
  }
}
