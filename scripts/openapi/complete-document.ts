import { STATUS_CODES } from 'node:http'
import type { Answer, AnswerReference, DocumentSource, Operation } from '../../src/api/operation.ts'

/** A document in OpenAPI 3.1, as JSON. */
export type OpenApi = Record<string, unknown>

type Node = Record<string, unknown>
/** What comes of a route: of one that says it itself, all of the operation. */
interface GeneratedOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly parameters?: unknown
  readonly responses?: Readonly<Record<string, Node>>
}
type Generated = { readonly paths: Record<string, Record<string, GeneratedOperation>> }

const SERVERS = [
  { url: '/', description: 'The default sandbox.' },
  {
    url: '/sandboxes/{sandbox}',
    description: 'A sandbox of that name, which comes into being on first use.',
    variables: { sandbox: { default: 'default', description: 'Lower-case letters, digits and hyphens, at most 63.' } }
  }
]

/**
 * Joins what is written beside the routes to what was generated from them.
 *
 * @throws where a route has no operation and does not say it itself, or an operation has no route
 */
export function completeDocument(source: DocumentSource, version: string, generated: OpenApi): OpenApi {
  const { title, description, tags, security, securitySchemes, schemas, responses, operations } = source
  const left = new Set(Object.keys(operations))
  const complete = (path: string, verb: string, generated: GeneratedOperation): Node => {
    const { operationId = '', summary, parameters } = generated
    const operation = operations[operationId]
    if (operation === undefined && summary !== undefined) return ownOperation(path, verb, generated, source.always)
    if (operation === undefined) throw new Error(`${verb} ${path} has no published operation '${operationId}'`)
    left.delete(operationId)
    return operationNode(operationId, operation, parameters)
  }
  const paths = Object.entries((plain(generated) as Generated).paths).map(([path, item]) => [
    path,
    // A HEAD answers as its GET does, and is not told of once more.
    Object.fromEntries(
      Object.entries(item).flatMap(([verb, op]) => (verb === 'head' ? [] : [[verb, complete(path, verb, op)]]))
    )
  ])
  if (left.size > 0) throw new Error(`${title} has no route for ${[...left].join(', ')}`)
  const document = {
    openapi: '3.1.0',
    info: { title, version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: SERVERS,
    tags,
    security,
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes,
      responses: Object.fromEntries(Object.entries(responses).map(([name, answer]) => [name, answerNode(answer)]))
    }
  }
  return withNamedSchemas(plain(document), schemas)
}

/** The operation of a route whose own schema says all of it: named by verb and path, filed under the first part of the path. */
function ownOperation(
  path: string,
  verb: string,
  generated: GeneratedOperation,
  always: DocumentSource['always']
): Node {
  const [, , resource = '', ...rest] = path
    .split('/')
    .map((part) => part.replaceAll('-', '_').replace(/^\{(.+)\}$/, 'by_$1'))
  const responses = Object.entries(generated.responses ?? {}).map(([status, answer]) => [
    status,
    { ...answer, description: STATUS_CODES[status] }
  ])
  return {
    operationId: [verb, resource, ...rest].join('_'),
    tags: [resource],
    ...generated,
    responses: { ...always, ...Object.fromEntries(responses) }
  }
}

function operationNode(operationId: string, operation: Operation, parameters: unknown): Node {
  const { tags, summary, description, security, requestBody, responses } = operation
  return {
    operationId,
    tags,
    summary,
    ...(description !== undefined && { description }),
    ...(security !== undefined && { security }),
    ...(parameters !== undefined && { parameters }),
    ...(requestBody !== undefined && { requestBody }),
    responses: Object.fromEntries(Object.entries(responses).map(([status, answer]) => [status, answerNode(answer)]))
  }
}

const answerNode = (answer: Answer | AnswerReference): Node => ({ ...answer })

/** The value as it stands in a file: without TypeBox's own marks. */
const plain = (value: object): Node => JSON.parse(JSON.stringify(value))

/** Refers to the named schemas wherever one of them stands. */
function withNamedSchemas(document: Node, schemas: DocumentSource['schemas']): OpenApi {
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]))
  const named = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const name = names.get(JSON.stringify(value))
    return name === undefined ? within(value) : { $ref: `#/components/schemas/${name}` }
  }
  const within = (value: object): object =>
    Array.isArray(value)
      ? value.map(named)
      : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, named(member)]))
  const components = document['components'] as Node
  const definitions = Object.entries(schemas).map(([name, schema]) => [name, within(plain(schema))])
  return { ...within(document), components: { ...within(components), schemas: Object.fromEntries(definitions) } }
}
