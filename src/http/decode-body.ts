import type { IncomingHttpHeaders } from 'node:http'
import { jsonWeight } from '../common/json-weight.ts'
import type { Reservation } from '../common/reservation.ts'
import type { Body } from './body-text.ts'
import { charsetOf } from './charset.ts'
import { codingsOf, decompressed } from './content-coding.ts'

/** Whether a body needs no decoding: it is uncompressed and in UTF-8. */
export const isPlain = (headers: IncomingHttpHeaders): boolean =>
  headers['content-encoding'] === undefined && charsetOf(headers['content-type']) === undefined

/**
 * Decompresses a body that has arrived.
 *
 * @param limit in bytes
 * @param room grows by the memory that the result needs
 * @throws errors with the status 400, 413 or 415; RequestsTakeTooMuch; the room is unchanged then
 */
export async function decompress(
  body: Body,
  headers: IncomingHttpHeaders,
  limit: number,
  room: Reservation
): Promise<Buffer> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const codings = codingsOf(headers)
  if (codings.length === 0 || bytes.length === 0) return bytes
  const reserved = room.bytes
  const parts: Buffer[] = []
  let weight = 0
  try {
    for await (const part of decompressed([bytes], codings, limit)) {
      weight += jsonWeight(part)
      room.resize(reserved + weight)
      parts.push(part)
    }
  } catch (error) {
    room.resize(reserved)
    throw error
  }
  return Buffer.concat(parts)
}
