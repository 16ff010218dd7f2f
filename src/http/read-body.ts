import type { IncomingMessage } from 'node:http'
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify'
import { jsonWeight } from '../common/json-weight.ts'
import type { Reservation } from '../common/reservation.ts'
import { type Body, bodyOf } from './body-text.ts'

/** The part of a body that has arrived. */
export interface ReceivedBody {
  readonly body: Body
  /** Whether the client disconnected before the whole body had arrived. */
  readonly isAborted: boolean
  /** Set if there is no room for it in memory. */
  readonly error?: Error
}

/**
 * Reads the body of a request. Bytes beyond the limit are read and discarded, since a client that is still sending would not see the
 * response otherwise. A body for which there is no room in memory is also discarded.
 *
 * @param limit in bytes; if the body is longer, `done` gets only its first bytes, or none if `Content-Length` announced it
 * @param room grows by the memory that the body needs: first its bytes, and at the end also its text and JSON document
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  room: Reservation,
  done: (received: ReceivedBody) => void
): void {
  // An open connection refers to its last request, and so to these closures. They must not keep the body in memory.
  let pending: { readonly chunks: Uint8Array[]; readonly done: typeof done } | undefined = { chunks: [], done }
  let size = 0
  let weight = 0
  const end = (received: Omit<ReceivedBody, 'body'>, bodyFrom: (chunks: Uint8Array[]) => Body): void => {
    if (pending === undefined) return
    const { chunks, done } = pending
    pending = undefined
    done({ ...received, body: bodyFrom(chunks) })
  }
  /** @returns false if there is no room; `done` has been called then */
  const reserve = (bytes: number): boolean => {
    try {
      room.resize(bytes)
      return true
    } catch (error) {
      room.release()
      end({ isAborted: false, error: error as Error }, () => '')
      return false
    }
  }
  const finish = (isAborted: boolean): void => {
    if (pending === undefined) return
    if (size > limit) end({ isAborted }, (chunks) => Buffer.concat(chunks))
    else if (reserve(weight)) end({ isAborted }, (chunks) => bodyOf(Buffer.concat(chunks)))
  }
  request.on('data', (chunk: Uint8Array) => {
    if (pending === undefined || !reserve(size + chunk.length)) return
    pending.chunks.push(chunk)
    size += chunk.length
    weight += jsonWeight(chunk)
    if (size > limit) finish(false)
  })
  request.once('end', () => finish(false))
  request.once('close', () => finish(true))
  // It may have been closed while the sandbox of the request was looked up.
  if (request.closed) finish(true)
  if (announcedLength(request) > limit) finish(false)
}

/** The value of `Content-Length`; 0 without one. */
export const announcedLength = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0)

/** Whether a request came with a body of at least one byte. */
export const isBodySent = ({ raw, receivedBody = '' }: FastifyRequest): boolean =>
  receivedBody.length > 0 || announcedLength(raw) > 0

/** Whether the headers announce a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
}

/**
 * The body that the server has read.
 *
 * @throws FST_ERR_CTP_BODY_TOO_LARGE if it is longer than its route accepts
 */
export function bodyWithinLimit({ raw, receivedBody = '', routeOptions }: FastifyRequest): Body {
  if (sizeOf(raw, receivedBody) > routeOptions.bodyLimit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  return receivedBody
}

/** In bytes. */
const sizeOf = (request: IncomingMessage, body: Body): number =>
  typeof body === 'string' ? announcedLength(request) : body.length

/** A message that says why the recorded body is incomplete; `undefined` if it is complete. @param limit in bytes */
export function bodyProblemOf(
  request: IncomingMessage,
  limit: number,
  { body, isAborted, error }: ReceivedBody
): string | undefined {
  if (error !== undefined) return `the body is not in the journal: ${error.message}`
  if (sizeOf(request, body) > limit) return `the body is not in the journal: it exceeds the limit of ${limit} bytes`
  return isAborted ? 'the body is incomplete: the client disconnected before all of it arrived' : undefined
}

/**
 * Makes the server read the bodies of a plugin's routes before the checks run, because the journal records them even if a check
 * rejects the request. Fastify's content-type parsers do not see these bodies.
 */
export function readBodiesBeforeChecks(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, bodyIsRead: true }
  })
  // Nothing is left to parse. Fastify would respond 415 to a malformed Content-Type, which some of these routes ignore.
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      request.headers = { 'content-type': undefined, 'content-length': undefined, 'transfer-encoding': undefined }
    }
    done(null, payload)
  })
}
