import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { bytesOf } from '../common/bytes.ts'
import { type Reservation, SMALL_RESPONSE } from '../common/reservation.ts'

/** How many parts of a stream may wait for a slow client at the same time. */
const WAITING = 4

/**
 * The hook that reserves room in memory for a response, which may have to wait for a slow client.
 *
 * @throws RequestsTakeTooMuch
 */
export async function reserveResponse(
  { room }: FastifyRequest,
  { raw }: FastifyReply,
  payload: unknown
): Promise<unknown> {
  if (typeof payload === 'string' && payload.length > SMALL_RESPONSE) room.resize(room.bytes + bytesOf(payload))
  if (!(payload instanceof Readable)) return payload
  // A generator that was never started does not close its source: a file would stay open.
  raw.once('close', () => payload.destroy())
  const parts = withRoom(room, payload)
  try {
    if (raw.destroyed) payload.destroy()
    // Read the first part now: if there is no room for it, an error response is still possible.
    const { value } = await parts.next()
    return Readable.from(joined(value, parts))
  } catch (error) {
    // The client has disconnected.
    if (raw.destroyed) return ''
    throw error
  }
}

async function* withRoom(room: Reservation, parts: Readable): AsyncGenerator<string | Buffer> {
  const before = room.bytes
  for await (const part of parts) {
    room.resize(Math.max(room.bytes, before + WAITING * bytesOf(part)))
    yield part
  }
}

async function* joined<T>(first: T | undefined, rest: AsyncIterable<T>): AsyncGenerator<T> {
  if (first !== undefined) yield first
  yield* rest
}
