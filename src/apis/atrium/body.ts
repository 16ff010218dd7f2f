import type { FastifyRequest } from 'fastify'
import { bodyText } from '../../http/body-text.ts'
import { mediaTypeOf } from '../../http/media-type.ts'
import { receivedBody } from '../../http/received-body.ts'
import { BadRequest } from './errors.ts'

/** The hook of a route that takes a body, which is JSON. @throws BadRequest */
export function readBody(request: FastifyRequest, _reply: unknown, done: () => void): void {
  request.body = parse(request)
  done()
}

function parse(request: FastifyRequest): unknown {
  const body = receivedBody(request)
  if (body.length === 0) return undefined
  const type = mediaTypeOf(request.headers['content-type'])
  if (type !== 'application/json' && !type?.endsWith('+json')) {
    throw new BadRequest(`Content-Type: expected application/json, not '${type ?? ''}'`)
  }
  const text = bodyText(body)
  if (text === undefined) throw new BadRequest('body: expected JSON in UTF-8')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadRequest(`body: expected JSON: ${(error as SyntaxError).message}`)
  }
}
