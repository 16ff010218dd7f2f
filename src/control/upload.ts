import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sha256 } from '../common/files/digest.ts'
import type { Reservation } from '../common/reservation.ts'
import { FixtureReader } from '../fixtures/fixture-document.ts'
import { formatOfBody } from '../fixtures/fixture-format.ts'
import { hasBody } from '../http/read-body.ts'
import { streamText } from '../http/stream-body.ts'
import type { UploadedState } from '../sandbox/changes.ts'
import { EmptyUpload, InvalidDocument } from './errors.ts'
import type { ControlOptions } from './options.ts'

/** Marks a route that reads its body as it arrives. Its limit is that of uploads. */
export const streamsBody = { streamsBody: true }

/** Uses an uploaded document. `room` is the memory that the request has reserved for it. */
type Use<T, D> = (uploaded: D, room: Reservation) => Promise<T>

/**
 * Reads the body of a request as a fixture in the format of its `Content-Type`, JSON by default, without holding all of its text. Its room is reserved until it is
 * used, also if the client disconnects before.
 *
 * @throws InvalidDocument, also without a body; BodyAborted, FST_ERR_CTP_BODY_TOO_LARGE, RequestsTakeTooMuch; what `use` throws
 */
export async function withUpload<T>(
  options: ControlOptions,
  request: FastifyRequest,
  use: Use<T, UploadedState>
): Promise<T> {
  return readUpload(options, request, ({ read }, room) => use(read(), room))
}

/**
 * The same; `undefined` without a body.
 *
 * @throws EmptyUpload if the request without a body has a `Content-Type`; what `withUpload` throws
 */
export async function withOptionalUpload<T>(
  options: ControlOptions,
  request: FastifyRequest,
  use: Use<T, UploadedState | undefined>
): Promise<T> {
  return readUpload(options, request, ({ read, bytes }, room) => {
    if (bytes > 0) return use(read(), room)
    if (request.raw.headers['content-type'] !== undefined) throw new EmptyUpload()
    return use(undefined, room)
  })
}

interface Received {
  readonly bytes: number
  /** @throws InvalidDocument */
  read(): UploadedState
}

async function readUpload<T>(
  { apis, sandboxes, guidSeed: seed }: ControlOptions,
  { raw, routeOptions }: FastifyRequest,
  use: Use<T, Received>
): Promise<T> {
  const format = await formatOfBody(raw.headers['content-type'])
  const room = sandboxes.reserve()
  try {
    const reader = new FixtureReader(apis, { format, seed })
    const sum = sha256()
    const take = (part: Buffer): boolean => {
      sum.update(part)
      const isReadable = reader.take(part)
      room.resize(reader.bytes)
      return isReadable
    }
    const bytes = hasBody(raw) ? await streamText(raw, routeOptions.bodyLimit, take) : 0
    const digest = sum.digest('hex')
    const read = (): UploadedState => {
      const result = reader.finish()
      if (!result.ok) throw new InvalidDocument(result.problems)
      const { state, hasDerived } = result
      // With another seed it is another state.
      return { state, bytes, sha256: hasDerived ? hash('sha256', `${digest} ${seed}`) : digest }
    }
    return await use({ read, bytes }, room)
  } finally {
    room.release()
  }
}
