import { type FastifyInstance, fastify } from 'fastify'
import { addressOf } from '../http/address.ts'
import { typeBoxCompiler } from '../http/validation.ts'

export interface ServerOptions {
  /** The largest body that the emulated APIs take, in bytes. */
  readonly bodyLimit: number
}

/** Longer than any request line that Node takes. */
const NO_LIMIT = 1 << 20

/** What may come with a body. */
const WITH_BODY = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A Fastify instance that leaves everything on the wire to the APIs. */
export function createServer({ bodyLimit }: ServerOptions): FastifyInstance {
  const server = fastify({
    bodyLimit,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    // A throw in here would end the process: what is wrong with an address is answered by the API that it is for.
    rewriteUrl(request) {
      request.address = addressOf(request.url as string)
      return request.address.url
    },
    routerOptions: { maxParamLength: NO_LIMIT },
    schemaController: {
      compilersFactory: {
        // Given here and not by setValidatorCompiler: otherwise Fastify loads Ajv. Its types speak of Ajv's own compile().
        buildValidator: (() => typeBoxCompiler) as never,
        // Not asked for anything: the routes have no response schemas, so that Fastify writes JSON by JSON.stringify.
        buildSerializer: JSON.stringify as never
      }
    }
  })
  // A body is there before its route is asked, which reads it as its API does: Fastify's own way, by the type, takes longer and
  // answers by itself to a type that it cannot read. Once the routes are there: no others may have a schema for their body.
  server.addHook('onReady', async () => {
    for (const method of WITH_BODY) server.addHttpMethod(method, { hasBody: false, overrideExisting: true })
  })
  return server
}
