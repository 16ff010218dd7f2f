import type { FastifyRequest } from 'fastify'
import { bodyText } from '../../http/body-text.ts'
import { mediaTypeOf } from '../../http/media-type.ts'
import { receivedBody } from '../../http/received-body.ts'
import { MissingMediaType, UnsupportedMediaType } from './errors.ts'
import { readUserDefinition } from './user-definition.ts'

const JSON_TYPES = ['application/json', 'text/json']

/**
 * The hook of a route that takes a UserDefinition. One of another type is a 415, unless there are no bytes, which is as if there
 * were no body.
 *
 * @throws MissingMediaType, UnsupportedMediaType, InvalidRequest
 */
export function readBody(request: FastifyRequest, _reply: unknown, done: () => void): void {
  const header = request.headers['content-type']
  const type = mediaTypeOf(header)
  if (type !== undefined && JSON_TYPES.includes(type)) {
    request.body = readUserDefinition(bodyText(receivedBody(request)))
  } else if ((request.raw.body?.length ?? 0) > 0) {
    throw header === undefined ? new MissingMediaType() : new UnsupportedMediaType(sentType(header))
  } else {
    request.body = readUserDefinition('')
  }
  done()
}

/** Without parameters, and in its own case. */
const sentType = (header: string): string => (header.split(';', 1)[0] as string).trim()
