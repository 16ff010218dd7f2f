import { type Authority, authorityOf } from '../../http/authority.ts'
import { type Body, textOf } from '../../http/body-text.ts'
import { pathOf } from '../../http/known-paths.ts'
import { Subject } from '../matching/subject.ts'
import { Work } from '../matching/work.ts'

/** A request as it was received. */
export interface ReceivedRequest {
  readonly method: string
  /** Path and query, without the prefix of a sandbox. */
  readonly url: string
  /** Names and values alternate, as in Node's `rawHeaders`. */
  readonly rawHeaders: readonly string[]
  /** Without its content codings. */
  readonly body: Body
  /** The text of a body in another charset than UTF-8. */
  readonly text?: string | undefined
  /** When it arrived, in milliseconds since 1970. */
  readonly receivedAt: number
  readonly scheme?: string | undefined
  readonly clientIp?: string | undefined
}

type Values = ReadonlyMap<string, readonly string[]>

/** A request as patterns see it. Each part is parsed when a pattern first needs it. */
export class RequestView {
  readonly method: string
  readonly url: string
  readonly path: string
  readonly receivedAt: number
  /** Counts the steps of matching it. */
  readonly work: Work
  readonly #request: ReceivedRequest
  #headers: Values | undefined
  #query: Values | undefined
  #cookies: Values | undefined
  #form: Values | undefined
  #body: Subject | undefined

  constructor(request: ReceivedRequest, work = new Work()) {
    this.work = work
    this.method = request.method
    this.url = request.url
    this.path = pathOf(request.url)
    this.receivedAt = request.receivedAt
    this.#request = request
  }

  /** By name in lower case. */
  get headers(): Values {
    this.#headers ??= headersOf(this.#request.rawHeaders)
    return this.#headers
  }

  get query(): Values {
    this.#query ??= queryOf(this.url.slice(this.path.length + 1))
    return this.#query
  }

  get cookies(): Values {
    this.#cookies ??= cookiesOf(this.headers.get('cookie') ?? [])
    return this.#cookies
  }

  /** The parameters of a form in the body. */
  get form(): Values {
    if (this.#form === undefined) {
      const text = isForm(this.#request.rawHeaders) ? (this.body.text ?? '') : ''
      this.work.spend(text.length, `reading ${text.length} characters as a form`)
      this.#form = queryOf(text)
    }
    return this.#form
  }

  get scheme(): string {
    return this.#request.scheme ?? 'http'
  }

  get clientIp(): string {
    return this.#request.clientIp ?? ''
  }

  /** From the header `Host`. */
  get authority(): Authority {
    return authorityOf(this.headers.get('host')?.[0], this.scheme)
  }

  get bodyBytes(): Buffer {
    const { body } = this.#request
    return typeof body === 'string' ? Buffer.from(body) : body
  }

  get body(): Subject {
    const { body, text } = this.#request
    this.#body ??= new Subject(body.length === 0 ? undefined : (text ?? textOf(body)), this.work, this.receivedAt)
    return this.#body
  }
}

/** The values of a header. @param lowerCaseName its name */
export const headerValues = (rawHeaders: readonly string[], lowerCaseName: string): string[] =>
  rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === lowerCaseName)

/** Whether the body is a form. */
export const isForm = (rawHeaders: readonly string[]): boolean =>
  headerValues(rawHeaders, 'content-type').some((type) => /^application\/x-www-form-urlencoded/i.test(type))

function headersOf(rawHeaders: readonly string[]): Values {
  const headers = new Map<string, string[]>()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    add(headers, (rawHeaders[i] as string).toLowerCase(), rawHeaders[i + 1] as string)
  }
  return headers
}

/** Parses a query string: `+` is a space, and a parameter without a value is empty. */
export function queryOf(query: string): Values {
  const parameters = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(query)) add(parameters, name, value)
  return parameters
}

/** Parses the `Cookie` headers of a request: a value may be in quotes. */
export function cookiesOf(headers: readonly string[]): Values {
  const cookies = new Map<string, string[]>()
  for (const pair of headers.flatMap((header) => header.split(';'))) {
    const end = pair.indexOf('=')
    if (end > 0)
      add(
        cookies,
        pair.slice(0, end).trim(),
        pair
          .slice(end + 1)
          .trim()
          .replace(/^"(.*)"$/, '$1')
      )
  }
  return cookies
}

function add(values: Map<string, string[]>, name: string, value: string): void {
  const list = values.get(name)
  if (list === undefined) values.set(name, [value])
  else list.push(value)
}
