import swagger from '@fastify/swagger'
import { type FastifySchema, fastify } from 'fastify'
import type { ApiDocs } from '../../src/api/operation.ts'
import { readVersion } from '../../src/common/version.ts'
import { BodyCache } from '../../src/http/body-cache.ts'
import { completeDocument, type OpenApi } from './complete-document.ts'
import type { PublishedApi } from './published-api.ts'

/**
 * Generates the OpenAPI document of each API, by name, from its routes and its documentation. An API without documentation
 * gets a document from its routes alone.
 *
 * @param sources the documentation of the APIs, by name
 */
export async function openApiDocuments(
  apis: readonly PublishedApi[],
  sources: Readonly<Record<string, ApiDocs>>
): Promise<Record<string, OpenApi>> {
  const version = readVersion()
  const documents: Record<string, OpenApi> = {}
  for (const api of apis) {
    const docs = sources[api.name]
    documents[api.name] = completeDocument(api, docs, version, await generate(api, docs))
  }
  return documents
}

/** The document that `@fastify/swagger` generates from the routes. No request is ever sent to them. */
async function generate(api: PublishedApi, docs: ApiDocs | undefined): Promise<OpenApi> {
  const server = fastify({ exposeHeadRoutes: false })
  server.setValidatorCompiler(() => () => true)
  server.setSerializerCompiler(() => JSON.stringify)
  await server.register(swagger, {
    openapi: { openapi: '3.1.0' },
    convertConstToEnum: false,
    transform: ({ schema, url }) => ({ schema: withDocs(schema, docs), url })
  })
  await server.register((app) => api.plugin(app, { behavior: new Map(), bodies: new BodyCache() }), {
    prefix: api.prefix
  })
  await server.ready()
  const document: OpenApi = { ...server.swagger() }
  await server.close()
  return document
}

/** The schema of a route, with the parameters and the media type that its documentation adds. */
function withDocs(schema: FastifySchema | undefined, docs: ApiDocs | undefined): FastifySchema {
  const { params, querystring, headers } = docs?.operations[schema?.operationId ?? ''] ?? {}
  return {
    ...(params && { params }),
    ...(querystring && { querystring }),
    ...(headers && { headers }),
    ...(docs?.mediaType !== undefined && { produces: [docs.mediaType] }),
    ...schema
  }
}
