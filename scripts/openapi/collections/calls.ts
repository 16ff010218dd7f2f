import type { PublishedApi } from '../published-api.ts'

// The calls of a document as collections contain them: with values that work with the built-in fixtures.

/** A call with its values. */
export interface Call {
  readonly name: string
  readonly method: string
  /** Path parameters are in braces. */
  readonly path: string
  /** The values of path parameters, by name. */
  readonly pathValues: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly accept?: string
  readonly body?: { readonly type: string; readonly text: string }
  /** Of the response. */
  readonly status: number
}

/** The calls of an API, and what they have in common. */
export interface Collection {
  readonly name: string
  readonly title: string
  readonly calls: readonly Call[]
  /** The variables in the headers of each call, by the name of the header. */
  readonly headers: Readonly<Record<string, string>>
  /** Values of the variables that the built-in fixtures accept. */
  readonly variables: Readonly<Record<string, string>>
}

/** Variables of every collection. */
export const VARIABLES = { host: 'http://localhost:3000', sandbox: 'default' }

type Content = Readonly<Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>>

interface Parameter {
  readonly name: string
  readonly in: string
  readonly example?: unknown
  readonly schema: { readonly default?: unknown }
}

interface Operation {
  readonly summary: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

/** The part of a document that is read. */
export interface Described {
  readonly info: { readonly title: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** The first call of each collection, so that it can run again. */
const RESET: Call = {
  name: 'Reset the sandbox (mock only)',
  method: 'post',
  path: '/__admin/reset',
  pathValues: {},
  query: {},
  status: 200
}

/** @param values of the parts of a credential, by name */
export function collectionOf(
  { name, credential }: PublishedApi,
  { info, paths }: Described,
  values: Readonly<Record<string, string>>
): Collection {
  const { headers = {}, scheme } = credential ?? {}
  const parts = Object.entries(headers).map(([header, part]) => [header, `${scheme ? `${scheme} ` : ''}{{${part}}}`])
  const calls = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => callOf(method, path, operation))
  )
  return {
    name,
    title: info.title,
    calls: [RESET, ...calls],
    headers: { ...Object.fromEntries(parts), 'Mock-Sandbox': '{{sandbox}}' },
    variables: values
  }
}

function callOf(method: string, path: string, operation: Operation): Call {
  const { summary, parameters = [], requestBody, responses } = operation
  const valuesIn = (place: string) =>
    Object.fromEntries(
      parameters.flatMap((parameter) => {
        const value = parameter.example ?? parameter.schema.default
        return parameter.in !== place || value === undefined ? [] : [[parameter.name, String(value)]]
      })
    )
  const [status = '200'] = Object.keys(responses).filter((code) => code.startsWith('2'))
  // A response without a body has the type of the errors.
  const [accept] = [responses[status], ...Object.values(responses)].flatMap((one) => Object.keys(one?.content ?? {}))
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const [example] = Object.values(media?.examples ?? {})
  return {
    name: summary,
    method,
    path,
    pathValues: valuesIn('path'),
    query: valuesIn('query'),
    ...(accept !== undefined && { accept }),
    ...(type !== undefined && { body: { type, text: JSON.stringify(example?.value ?? {}, null, 2) } }),
    status: Number(status)
  }
}

/** The headers of one call, in addition to those of all. */
export const headersOf = ({ accept, body }: Call): Record<string, string> => ({
  ...(accept !== undefined && { Accept: accept }),
  ...(body !== undefined && { 'Content-Type': body.type })
})

/** The address of a call, with its query. @param path with its parameters */
export function addressOf({ query }: Call, path: string): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `{{host}}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`
}
