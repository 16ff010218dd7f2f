import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Representation } from '../../http/representation.ts'

/** Ruby raises on `text/plain`, and Go silently drops a body without a JSON type. */
const CONTENT_TYPE = 'application/vnd.mx.atrium.v1+json; charset=utf-8'
const CACHE_LINE = 'cache-control: max-age=0, private, must-revalidate\r\n'

const tagLine = ({ etag }: Representation): string => `etag: ${etag}\r\n`
const idLine = ({ sandbox }: FastifyRequest): string => `x-request-id: ${sandbox.entropy.requestId()}\r\n`

/** What every answer carries, as the real host's (Rails) does. */
function runtimeLines(request: FastifyRequest): string {
  const microseconds = Math.round((request.sandbox.entropy.monotonic() - request.startedAt) * 1000)
  return `${idLine(request)}x-runtime: ${inSeconds(microseconds)}\r\n`
}

/** With six places; `toFixed` takes three times as long. */
function inSeconds(microseconds: number): string {
  const digits = `${microseconds}`.padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** Sets the headers of an answer with a body that has no entity tag: an error. */
export function setErrorHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('content-type', CONTENT_TYPE)
  reply.raw.headerLines = runtimeLines(request)
}

/** Answers 204. */
export function sendNoContent(request: FastifyRequest, reply: FastifyReply): void {
  reply.raw.headerLines = runtimeLines(request)
  reply.code(204).send()
}

/** Sends a body with its entity tag; 304 without a body where a GET or HEAD names that tag in `If-None-Match`. */
export function represent(request: FastifyRequest, reply: FastifyReply, shown: Representation): void {
  const condition = request.headers['if-none-match']
  if (condition !== undefined && isRead(request.method) && matches(condition, shown.etag)) {
    reply.raw.headerLines = tagLine(shown) + CACHE_LINE + idLine(request)
    reply.code(304).send()
    return
  }
  reply.raw.headerLines = tagLine(shown) + CACHE_LINE + runtimeLines(request)
  reply.header('content-type', CONTENT_TYPE).send(shown.body)
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** The weak comparison of RFC 9110, section 13.1.2: a list of tags, or `*` for any. */
function matches(condition: string, etag: string): boolean {
  const opaque = etag.slice('W/'.length)
  return condition.trim() === '*' || [...condition.matchAll(/"[^"]*"/g)].some(([tag]) => tag === opaque)
}
