import { STATUS_CODES } from 'node:http'
import type {
  ApiDocs,
  Operation,
  ParameterExamples,
  RequestBodyDoc,
  ResponseDoc,
  ResponseReference
} from '../../src/api/operation.ts'
import type { PublishedApi } from './published-api.ts'

export type Node = Record<string, unknown>

type Content = Readonly<Record<string, object>>

interface Parameter {
  readonly name: string
}

/** An operation as generated from its route. */
export interface GeneratedOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content?: Content }
  readonly responses?: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

/** The description that `@fastify/swagger` gives to a response without one. */
const NO_DESCRIPTION = 'Default Response'

/**
 * Joins the documentation of an operation to the declarations of its route.
 *
 * @throws if the route declares a response that is not documented, or there are examples for a body that it does not declare
 */
export function documentedOperation(
  operationId: string,
  operation: Operation,
  { commonResponses: common, parameterExamples }: Pick<ApiDocs, 'commonResponses' | 'parameterExamples'>,
  generated: GeneratedOperation
): Node {
  const { tags, summary, description, security, requestBody, responses } = operation
  const declared = generated.responses ?? {}
  const documented: Record<string, ResponseDoc | ResponseReference> = { ...common, ...responses }
  const missing = Object.keys(declared).find((status) => declared[status]?.content && !documented[status])
  if (missing !== undefined) throw new Error(`${operationId}: missing documentation of the response ${missing}`)
  const bodyOf = (status: string, doc: ResponseDoc | ResponseReference) =>
    '$ref' in doc ? doc : withContent(`${operationId}, ${status}`, doc, declared[status]?.content)
  return {
    operationId,
    tags,
    summary,
    description: description ?? `${summary}.`,
    ...(security !== undefined && { security }),
    ...(generated.parameters !== undefined && {
      parameters: withExamples(generated.parameters, { ...parameterExamples, ...operation.parameterExamples })
    }),
    ...(requestBody !== undefined && {
      requestBody: withContent(`${operationId}, body`, requestBody, generated.requestBody?.content)
    }),
    responses: Object.fromEntries(Object.entries(documented).map(([status, doc]) => [status, bodyOf(status, doc)]))
  }
}

const withExamples = (parameters: readonly Parameter[], examples: ParameterExamples): readonly Parameter[] =>
  parameters.map((parameter) => {
    const example = examples[parameter.name]
    return example === undefined ? parameter : { ...parameter, example }
  })

/** The documentation of a body, with the content that the route declares unless it has its own. */
function withContent(at: string, { examples, ...doc }: RequestBodyDoc | ResponseDoc, declared?: Content): Node {
  if (doc.content !== undefined) return { ...doc }
  if (declared === undefined) {
    if (examples !== undefined) throw new Error(`${at}: examples, but the route declares no body`)
    return { ...doc }
  }
  const content = Object.entries(declared).map(([type, media]) => [type, { ...media, ...(examples && { examples }) }])
  return { ...doc, content: Object.fromEntries(content) }
}

/**
 * The operation of a route without documentation. By default it is named after its method and path, and tagged with the
 * first segment of the path.
 */
export function undocumentedOperation(
  { prefix, credential }: PublishedApi,
  common: ApiDocs['commonResponses'] | undefined,
  path: string,
  verb: string,
  generated: GeneratedOperation
): Node {
  const segments = path.slice(prefix.length).split('/').filter(Boolean)
  const [resource = 'root', ...rest] = segments.map((part) => part.replaceAll('-', '_').replace(/^\{(.+)\}$/, 'by_$1'))
  const responses = Object.entries(generated.responses ?? {}).map(([status, response]) => {
    const { description } = response
    return [status, description === NO_DESCRIPTION ? { ...response, description: reasonOf(status) } : response]
  })
  return {
    operationId: [verb, resource, ...rest].join('_'),
    summary: `${verb.toUpperCase()} ${path}`,
    tags: [resource],
    ...generated,
    responses: {
      ...(credential && { 401: { description: reasonOf('401') } }),
      ...common,
      ...Object.fromEntries(responses)
    }
  }
}

const reasonOf = (status: string): string => STATUS_CODES[status] ?? status
