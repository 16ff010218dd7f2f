import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

interface PublishedHeader {
  readonly required: boolean
  readonly schema: object
}

interface PublishedResponse {
  readonly $ref?: string
  readonly headers?: Readonly<Record<string, PublishedHeader>>
  readonly content?: Readonly<Record<string, object>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: Record<string, PublishedResponse> }>>>>
  readonly components: { readonly responses: Readonly<Record<string, PublishedResponse>> }
}

/** A request and its response, as the server saw them. */
export interface Exchange {
  readonly method: string
  /** The path without sandbox prefix and query, as in routing. */
  readonly path: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Headers that any response may have: those of HTTP itself and of CORS. */
const TRANSPORT =
  /^(?:connection|content-length|content-type|date|keep-alive|transfer-encoding|vary|access-control-.*)$/

/** The statuses of requests without a published operation: an unknown path or method, or a route that is not emulated. */
const UNPUBLISHED_STATUSES = {
  atrium: [400, 401, 403, 404, 501, 503],
  atms: [400, 401, 404, 405, 503],
  admin: [400, 401, 403, 404, 405, 503]
}
/** The names of the error bodies. */
const ERROR_BODIES = { atrium: 'AtriumErrorBody', atms: 'AtmsErrorBody', admin: 'ErrorBody' }
type Name = keyof typeof UNPUBLISHED_STATUSES

/** One of the published documents, to compare responses with. Loaded when first used. */
export class Published {
  readonly #name: Name
  readonly #checks = new Map<string, ValidateFunction>()
  #loaded: { readonly document: Document; readonly ajv: Ajv2020 } | undefined

  constructor(name: Name) {
    this.#name = name
  }

  /** The differences between a response and the document. */
  problems(exchange: Exchange): string[] {
    const { document } = this.#load()
    const { method, path, status } = exchange
    // As in OpenAPI, a path without parameters takes precedence.
    const isLiteral = path in document.paths
    const template = isLiteral ? path : (Object.keys(document.paths).find((known) => pattern(known).test(path)) ?? '')
    const verb = method === 'HEAD' && this.#name !== 'atms' ? 'get' : method.toLowerCase()
    const operation = document.paths[template]?.[verb]
    if (operation === undefined) return this.#problemsOfUnpublished(exchange)
    const response = operation.responses[status]
    if (response === undefined) return [`the status ${status} is not published`]
    const name = response.$ref?.split('/').at(-1)
    if (name !== undefined) {
      const shared = document.components.responses[name] as PublishedResponse
      return this.#problemsOf(exchange, shared, `#/components/responses/${name}`)
    }
    return this.#problemsOf(exchange, response, `#/paths/${escaped(template)}/${verb}/responses/${status}`)
  }

  #problemsOf(
    { method, headers, body }: Exchange,
    { headers: published = {}, content }: PublishedResponse,
    at: string
  ) {
    const named = new Map(Object.entries(published).map(([name, header]) => [name.toLowerCase(), { name, header }]))
    const unknown = Object.keys(headers).filter((name) => !TRANSPORT.test(name) && !named.has(name))
    const missing = [...named].filter(([name, { header }]) => header.required && headers[name] === undefined)
    const wrong = [...named].flatMap(([name, { name: spelling }]) =>
      headers[name] === undefined
        ? []
        : this.#mismatches(`${name}: `, `${at}/headers/${spelling}/schema`, headers[name])
    )
    const rest = method === 'HEAD' ? [] : this.#problemsOfBody(content, headers['content-type'], body, at)
    return [
      ...unknown.map((name) => `the header ${name} is not published`),
      ...missing.map(([name]) => `the header ${name} is missing`),
      ...wrong,
      ...rest
    ]
  }

  #problemsOfBody(content: PublishedResponse['content'], type: string | undefined, body: string, at: string): string[] {
    if (content === undefined) return body === '' ? [] : ['a body is not published']
    const mediaType = type?.split(';')[0] ?? ''
    if (content[mediaType] === undefined) return [`the type '${mediaType}' is not published`]
    const value = mediaType.endsWith('json') ? JSON.parse(body) : body
    return this.#mismatches('body', `${at}/content/${escaped(mediaType)}/schema`, value)
  }

  #problemsOfUnpublished({ method, status, headers, body }: Exchange): string[] {
    const problems = UNPUBLISHED_STATUSES[this.#name].includes(status)
      ? []
      : [`the status ${status} needs a published operation`]
    if (status === 405 && headers['allow'] === undefined) problems.push('the header allow is missing')
    return method === 'HEAD'
      ? problems
      : [...problems, ...this.#mismatches('body', `#/components/schemas/${ERROR_BODIES[this.#name]}`, parsed(body))]
  }

  /**
   * @param label the name of the value
   * @param pointer the JSON pointer of its schema in the document
   */
  #mismatches(label: string, pointer: string, value: unknown): string[] {
    const { ajv } = this.#load()
    const check = this.#checks.get(pointer) ?? ajv.compile({ $ref: `${this.#name}${pointer}` })
    this.#checks.set(pointer, check)
    if (check(value)) return []
    return [`${label}${ajv.errorsText(check.errors, { dataVar: '' })}`]
  }

  #load() {
    if (this.#loaded !== undefined) return this.#loaded
    const text = readFileSync(new URL(`../../specs/${this.#name}.json`, import.meta.url), 'utf8')
    const document: Document = JSON.parse(text)
    const ajv = new Ajv2020({
      strict: false,
      validateSchema: false,
      formats: { 'date-time': true, 'java-regex': true, 'json-path': true, 'json-schema': true, json: true }
    })
    ajv.addSchema(document, this.#name)
    this.#loaded = { document, ajv }
    return this.#loaded
  }
}

const pattern = (template: string): RegExp => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)

/** Escapes a part of a JSON pointer in a URI. */
const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))

/** The body, parsed if it is JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
