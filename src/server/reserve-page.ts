import type { FastifyReply, FastifyRequest } from 'fastify'
import { bytesOf } from '../common/bytes.ts'

/** In characters. Smaller texts do not count: among them is the one that says that there is no room. */
const SMALL = 16 * 1024

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
  const isLarge = typeof payload === 'string' && payload.length > SMALL
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
