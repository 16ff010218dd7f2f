import type { FastifyRequest } from 'fastify'
import { sha256 } from '../common/files/digest.ts'
import type { Reservation } from '../common/reservation.ts'
import { FixtureReader } from '../fixtures/fixture-document.ts'
import { hasBody } from '../http/read-body.ts'
import { streamText } from '../http/stream-body.ts'
import type { UploadedState } from '../sandbox/changes.ts'
import { InvalidDocument } from './errors.ts'
import type { ControlOptions } from './options.ts'

/** Marks a route that reads its body as it arrives. Its limit is that of uploads. */
export const streamsBody = { streamsBody: true }

/** What a call does with an uploaded document, for which its request has reserved room in memory. */
type Use<T, D> = (uploaded: D, room: Reservation) => Promise<T>

/**
 * Reads the body of a request as a document in the fixture format, without holding all of its text. Its room is reserved until it is
 * used, also if the client disconnects before.
 *
 * @throws InvalidDocument, also without a body; BodyAborted, FST_ERR_CTP_BODY_TOO_LARGE, RequestsTakeTooMuch; what `use` throws
 */
export async function withUpload<T>(
  options: ControlOptions,
  request: FastifyRequest,
  use: Use<T, UploadedState>
): Promise<T> {
  return receive(options, request, ({ read, ...upload }, room) => use({ ...upload, state: read() }, room))
}

/** The same; `undefined` without a body. */
export async function withOptionalUpload<T>(
  options: ControlOptions,
  request: FastifyRequest,
  use: Use<T, UploadedState | undefined>
): Promise<T> {
  return receive(options, request, ({ read, ...upload }, room) =>
    use(upload.bytes === 0 ? undefined : { ...upload, state: read() }, room)
  )
}

interface Received extends Omit<UploadedState, 'state'> {
  read(): UploadedState['state']
}

async function receive<T>(
  { apis, sandboxes }: ControlOptions,
  { raw, routeOptions }: FastifyRequest,
  use: Use<T, Received>
): Promise<T> {
  const room = sandboxes.reserve()
  try {
    const reader = new FixtureReader(apis)
    const sum = sha256()
    const take = (part: Buffer): boolean => {
      sum.update(part)
      const isReadable = reader.take(part)
      room.resize(reader.bytes)
      return isReadable
    }
    const bytes = hasBody(raw) ? await streamText(raw, routeOptions.bodyLimit, take) : 0
    const read = (): UploadedState['state'] => {
      const result = reader.finish()
      if (!result.ok) throw new InvalidDocument(result.problems)
      return result.state
    }
    return await use({ read, sha256: sum.digest('hex'), bytes }, room)
  } finally {
    room.release()
  }
}
