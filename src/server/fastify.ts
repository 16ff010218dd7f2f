import { type FastifyInstance, fastify } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { addressReader } from './address.ts'

/** Longer than any request line that Node accepts. */
const NO_LIMIT = 1 << 20

/**
 * A Fastify instance that leaves everything on the wire to its plugins.
 *
 * @param bodyLimit the largest body of an emulated API, in bytes
 */
export function createServer(apis: readonly Api[], bodyLimit: number): FastifyInstance {
  const readAddress = addressReader(apis)
  return fastify({
    bodyLimit,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    // Must not throw, which would end the process. The API that owns the path rejects a malformed address.
    rewriteUrl(request) {
      request.address = readAddress(request.url ?? '/')
      return request.address.url
    },
    routerOptions: { maxParamLength: NO_LIMIT }
  })
}
