import type { ApiDocs } from '../../src/api/operation.ts'
import { DEFAULT_ORIGIN } from '../../src/server/docs/origin.ts'
import { documentedOperation, type GeneratedOperation, type Node, undocumentedOperation } from './complete-operation.ts'
import { withNamedSchemas } from './named-schemas.ts'
import { type PublishedApi, requiredCredential, securitySchemes } from './published-api.ts'

/** An OpenAPI 3.1 document as JSON. */
export type OpenApi = Record<string, unknown>

type Generated = { readonly paths: Record<string, Record<string, GeneratedOperation>> }

const SERVERS = [
  { url: DEFAULT_ORIGIN, description: 'The default sandbox.' },
  {
    url: `${DEFAULT_ORIGIN}/sandboxes/{sandbox}`,
    description: 'A sandbox. The first authenticated request creates it.',
    variables: { sandbox: { default: 'default', description: 'Lower-case letters, digits and hyphens, at most 63.' } }
  }
]

/**
 * Joins the documentation of an API to the document that was generated from its routes.
 *
 * @throws if a route has neither documentation nor a summary, or documentation has no route
 */
export function completeDocument(
  api: PublishedApi,
  docs: ApiDocs | undefined,
  version: string,
  generated: OpenApi
): OpenApi {
  const unused = new Set(Object.keys(docs?.operations ?? {}))
  const complete = (path: string, verb: string, operation: GeneratedOperation): Node => {
    const { operationId = '', summary } = operation
    const documentation = docs?.operations[operationId]
    if (documentation === undefined) {
      if (docs !== undefined && summary === undefined) {
        throw new Error(`${api.name}: missing documentation of ${verb} ${path} (operationId '${operationId}')`)
      }
      return undocumentedOperation(api, docs?.commonResponses, path, verb, operation)
    }
    unused.delete(operationId)
    return documentedOperation(operationId, documentation, docs ?? { commonResponses: {} }, operation)
  }
  const paths = Object.entries((plain(generated) as Generated).paths).map(([path, item]) => [
    path,
    // A HEAD route responds like its GET route, which documents both.
    Object.fromEntries(
      Object.entries(item).flatMap(([verb, op]) => (verb === 'head' ? [] : [[verb, complete(path, verb, op)]]))
    )
  ])
  if (unused.size > 0) throw new Error(`${api.name}: missing routes: ${[...unused].join(', ')}`)
  const document = {
    openapi: '3.1.0',
    info: {
      title: docs?.title ?? api.title,
      version,
      ...(docs && { description: docs.description }),
      contact: { name: 'atrium-atms-mock' },
      license: { name: 'MIT', identifier: 'MIT' }
    },
    servers: SERVERS,
    ...(docs && { tags: docs.tags }),
    security: docs?.security ?? requiredCredential(api),
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: securitySchemes(api, docs?.credentials),
      ...(docs && { responses: docs.responses })
    }
  }
  return withNamedSchemas(plain(document), docs?.schemas ?? {})
}

/** The value as written to a file: without the symbols of TypeBox. */
const plain = (value: object): Node => JSON.parse(JSON.stringify(value))
