import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { isSandboxName } from '../sandbox/registry.ts'

/** All methods of the emulated APIs and the control API. */
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE'

/** The hook that lets web pages of these origins read the responses of the emulated APIs, errors too. @param origins `*` for any */
export function allowPages(origins: readonly string[]): onRequestHookHandler {
  return (request, reply, done) => {
    if (request.address.area !== undefined) {
      done()
      return
    }
    const isOpen = origins.includes('*')
    if (!isOpen) reply.header('vary', 'Origin')
    const allowed = isOpen ? '*' : origins.find((origin) => origin === request.headers.origin)
    if (allowed !== undefined) allowOrigin(reply, allowed)
    const { sandbox } = request.address
    // A preflight for an invalid sandbox name has no journal, so respond now. The request itself gets a 400 that the page can read.
    if (sandbox !== undefined && !isSandboxName(sandbox)) respondToAllowedPreflight(request, reply, done)
    else done()
  }
}

/** The hook that responds to preflights, once they are in the journal. */
export function respondToAllowedPreflight(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.address.area !== undefined || !reply.hasHeader('access-control-allow-origin')) done()
  else if (!respondToPreflight(request, reply)) done()
}

/** Lets a page read the response, with all its headers. */
export const allowOrigin = (reply: FastifyReply, origin: string): FastifyReply =>
  reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', '*')

/** Responds to a preflight, with which browsers ask whether a page may send a request. @returns whether it was one */
export function respondToPreflight({ method, headers }: FastifyRequest, reply: FastifyReply): boolean {
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false
  const requestedHeaders = headers['access-control-request-headers']
  reply.code(204).header('access-control-allow-methods', METHODS)
  if (requestedHeaders !== undefined) reply.header('access-control-allow-headers', requestedHeaders)
  reply.send()
  return true
}
