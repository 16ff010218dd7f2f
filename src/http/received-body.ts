import { errorCodes, type FastifyRequest } from 'fastify'
import type { Body } from './body-text.ts'

/**
 * The body of a request, which was collected before its route is asked.
 *
 * @throws FST_ERR_CTP_BODY_TOO_LARGE, where it is longer than its route takes
 */
export function receivedBody({ raw, routeOptions }: FastifyRequest): Body {
  const { body = '' } = raw
  if (typeof body !== 'string' && body.length > routeOptions.bodyLimit)
    throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  return body
}
