import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

interface PublishedHeader {
  readonly required: boolean
  readonly schema: object
}

interface PublishedAnswer {
  readonly $ref?: string
  readonly headers?: Readonly<Record<string, PublishedHeader>>
  readonly content?: Readonly<Record<string, object>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: Record<string, PublishedAnswer> }>>>>
  readonly components: { readonly responses: Readonly<Record<string, PublishedAnswer>> }
}

/** An exchange as a server saw it. */
export interface Exchange {
  readonly method: string
  /** The path as the router saw it, without a sandbox's prefix and the query. */
  readonly path: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What may stand in any answer: the headers of HTTP itself and those of CORS. */
const TRANSPORT =
  /^(?:connection|content-length|content-type|date|keep-alive|transfer-encoding|vary|access-control-.*)$/

/** The answers to what no operation is published for: a wrong path, a wrong verb, a real route that is not emulated. */
const OUTSIDE = {
  atrium: [400, 401, 403, 404, 405, 501, 503],
  atms: [400, 401, 404, 405, 503],
  admin: [400, 401, 404, 405, 503]
}
type Name = keyof typeof OUTSIDE

/** One of the published documents, to hold answers against. It is read when the first answer is. */
export class Published {
  readonly #name: Name
  readonly #checks = new Map<string, ValidateFunction>()
  #loaded: { readonly document: Document; readonly ajv: Ajv2020 } | undefined

  constructor(name: Name) {
    this.#name = name
  }

  /** Everything in which an answer is not as it is published. */
  problems(exchange: Exchange): string[] {
    const { document } = this.#load()
    const { method, path, status } = exchange
    // A path without names goes before one with them, as OpenAPI has it.
    const isLiteral = path in document.paths
    const template = isLiteral ? path : (Object.keys(document.paths).find((known) => pattern(known).test(path)) ?? '')
    const verb = method === 'HEAD' && this.#name !== 'atms' ? 'get' : method.toLowerCase()
    const operation = document.paths[template]?.[verb]
    if (operation === undefined) return this.#problemsOutside(exchange)
    const answer = operation.responses[status]
    if (answer === undefined) return [`the status ${status} is not published`]
    const name = answer.$ref?.split('/').at(-1)
    if (name !== undefined) {
      const shared = document.components.responses[name] as PublishedAnswer
      return this.#problemsOf(exchange, shared, `#/components/responses/${name}`)
    }
    return this.#problemsOf(exchange, answer, `#/paths/${escaped(template)}/${verb}/responses/${status}`)
  }

  #problemsOf({ method, headers, body }: Exchange, { headers: published = {}, content }: PublishedAnswer, at: string) {
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

  #problemsOfBody(content: PublishedAnswer['content'], type: string | undefined, body: string, at: string): string[] {
    if (content === undefined) return body === '' ? [] : ['a body is not published']
    const mediaType = type?.split(';')[0] ?? ''
    if (content[mediaType] === undefined) return [`the type '${mediaType}' is not published`]
    const value = mediaType.endsWith('json') ? JSON.parse(body) : body
    return this.#mismatches('body', `${at}/content/${escaped(mediaType)}/schema`, value)
  }

  #problemsOutside({ method, status, headers, body }: Exchange): string[] {
    const problems = OUTSIDE[this.#name].includes(status) ? [] : [`the status ${status} is of no published operation`]
    if (status === 405 && headers['allow'] === undefined) problems.push('the header allow is missing')
    return method === 'HEAD'
      ? problems
      : [...problems, ...this.#mismatches('body', '#/components/schemas/ErrorBody', parsed(body))]
  }

  /**
   * @param label what the value is
   * @param pointer where its schema stands in the document
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
    const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: { 'date-time': true } })
    ajv.addSchema(document, this.#name)
    this.#loaded = { document, ajv }
    return this.#loaded
  }
}

const pattern = (template: string): RegExp => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)

/** As a part of a JSON pointer in a URI. */
const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))

/** The body as JSON; as text where it is none. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
