import type { IncomingHttpHeaders } from 'node:http'
import type { Reservation } from '../common/reservation.ts'
import { bodyOf } from '../http/body-text.ts'
import { charsetOf, decodeText } from '../http/charset.ts'
import { decompress } from '../http/decode-body.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'

/**
 * Decodes the body of a request for the journal, stubs and templates. The emulated APIs see the body as it was sent. A body that cannot
 * be decoded is unchanged and gets a warning: the API decides whether it is an error.
 */
export async function decodeEntry(
  entry: JournalEntry,
  headers: IncomingHttpHeaders,
  limit: number,
  room: Reservation
): Promise<void> {
  const charset = charsetOf(headers['content-type'])
  try {
    const bytes = await decompress(entry.body, headers, limit, room)
    entry.body = bodyOf(bytes)
    if (charset === undefined) return
    const text = await decodeText(bytes, charset)
    if (text !== entry.body) entry.text = text
  } catch (error) {
    entry.bodyProblem = `the body was not decoded: ${(error as Error).message}`
  }
}
