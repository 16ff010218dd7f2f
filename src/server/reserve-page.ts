import type { FastifyReply, FastifyRequest } from 'fastify'
import { bytesOf } from '../common/bytes.ts'
import { SMALL_RESPONSE } from '../common/reservation.ts'

/**
 * The hook that reserves room in memory for a large response of an emulated API, which may have to wait for a slow client. What was read can
 * be read again; a change has already been made, so its response is sent in any case.
 */
export function reservePage(
  { method, room, address }: FastifyRequest,
  _reply: FastifyReply,
  payload: unknown,
  done: (error?: Error) => void
): void {
  const isLarge = typeof payload === 'string' && payload.length > SMALL_RESPONSE
  // The control API reserves its own.
  if (!isLarge || method !== 'GET' || address.area !== undefined) {
    done()
    return
  }
  try {
    // The socket has a copy.
    room.resize(room.bytes + 2 * bytesOf(payload))
    done()
  } catch (error) {
    done(error as Error)
  }
}
