import { type Authority, authorityOf } from '../../http/authority.ts'
import { type Body, textOf } from '../../http/body-text.ts'
import { pathOf } from '../../http/known-paths.ts'
import { CHARACTERS_PER_STEP, Subject } from '../matching/subject.ts'
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
  /** Why `body` is not all that the client sent. */
  readonly bodyProblem?: string | undefined
  /** When it arrived, in milliseconds since 1970. */
  readonly receivedAt: number
  readonly scheme?: string | undefined
  readonly clientIp?: string | undefined
  /** The emulated API that owns the path. */
  readonly api?: string | undefined
}

/** The comparison depends on a body that is incomplete. */
export const LACKS_BODY = 'the journal does not have the complete body'

type Values = ReadonlyMap<string, readonly string[]>

/** A parameter or cookie of one character takes up to 140 ns, and an escaped one as much. */
const STEPS_PER_CHARACTER = 2

/** A request as patterns see it. Each part is parsed when a pattern first needs it. */
export class RequestView {
  readonly method: string
  readonly url: string
  readonly path: string
  readonly receivedAt: number
  /** Counts the steps of matching it. */
  readonly work: Work
  /** Whether the pattern that was compared last depends on a body that is incomplete. */
  lacksBody = false
  readonly #request: ReceivedRequest
  #headers: Values | undefined
  #segments: readonly string[] | undefined
  #query: Values | undefined
  #cookies: Values | undefined
  #form: Values | undefined
  #authority: Authority | undefined
  #bytes: Buffer | undefined
  #body: Subject | undefined

  constructor(request: ReceivedRequest, work = new Work()) {
    this.work = work
    this.method = request.method
    this.url = request.url
    this.path = pathOf(request.url)
    this.receivedAt = request.receivedAt
    this.#request = request
  }

  /** Starts the comparison with another pattern. */
  startPattern(): void {
    this.lacksBody = false
    this.work.startPattern()
  }

  /** Whether the body is known in full. If not, no pattern about it matches, whether negated or not. */
  isBodyKnown(): boolean {
    const isKnown = this.#request.bodyProblem === undefined
    this.lacksBody ||= !isKnown
    return isKnown
  }

  /** Whether the parameters of a form are known in full. A body of another type has none. */
  isFormKnown(): boolean {
    return !this.#isForm || this.isBodyKnown()
  }

  /** By name in lower case. @throws TooExpensive */
  get headers(): Values {
    if (this.#headers === undefined) {
      const { rawHeaders } = this.#request
      this.work.spend(rawHeaders.length, `reading ${rawHeaders.length / 2} headers`)
      this.#headers = headersOf(rawHeaders)
    }
    return this.#headers
  }

  /** The segments of the path. @throws TooExpensive */
  get segments(): readonly string[] {
    if (this.#segments === undefined) {
      this.work.spend(this.path.length, `reading a path of ${this.path.length} characters`)
      this.#segments = this.path.split('/')
    }
    return this.#segments
  }

  /** @throws TooExpensive */
  get query(): Values {
    this.#query ??= this.#parametersIn(this.url.slice(this.path.length + 1), 'a query')
    return this.#query
  }

  /** @throws TooExpensive */
  get cookies(): Values {
    if (this.#cookies === undefined) {
      const headers = this.headers.get('cookie') ?? []
      const length = headers.reduce((sum, header) => sum + header.length, 0)
      this.work.spend(STEPS_PER_CHARACTER * length, `reading ${length} characters as cookies`)
      this.#cookies = cookiesOf(headers)
    }
    return this.#cookies
  }

  /** The parameters of a form in the body. @throws TooExpensive */
  get form(): Values {
    this.#form ??= this.#parametersIn(this.#isForm ? (this.body.text ?? '') : '', 'a form')
    return this.#form
  }

  get #isForm(): boolean {
    return (this.headers.get('content-type') ?? []).some(isFormType)
  }

  #parametersIn(text: string, what: string): Values {
    this.work.spend(STEPS_PER_CHARACTER * text.length, `reading ${text.length} characters as ${what}`)
    return queryOf(text)
  }

  get scheme(): string {
    return this.#request.scheme ?? 'http'
  }

  get clientIp(): string {
    return this.#request.clientIp ?? ''
  }

  /** From the header `Host`. @throws TooExpensive */
  get authority(): Authority {
    if (this.#authority === undefined) {
      const [host] = this.headers.get('host') ?? []
      this.work.spend(host?.length ?? 0, 'reading the header Host')
      this.#authority = authorityOf(host, this.scheme)
    }
    return this.#authority
  }

  /** @throws TooExpensive */
  get bodyBytes(): Buffer {
    const { body } = this.#request
    this.#spendOnBody(body)
    this.#bytes ??= typeof body === 'string' ? Buffer.from(body) : body
    return this.#bytes
  }

  /** @throws TooExpensive */
  get body(): Subject {
    if (this.#body === undefined) {
      const { body, text } = this.#request
      if (typeof body !== 'string') this.#spendOnBody(body)
      this.#body = new Subject(body.length === 0 ? undefined : (text ?? textOf(body)), this.work, this.receivedAt)
    }
    return this.#body
  }

  #spendOnBody({ length }: Body): void {
    this.work.spend(length / CHARACTERS_PER_STEP, `reading a body of ${length} bytes`)
  }
}

/** The values of a header. @param lowerCaseName its name */
export const headerValues = (rawHeaders: readonly string[], lowerCaseName: string): string[] =>
  rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === lowerCaseName)

/** Whether the body is a form. */
export const isForm = (rawHeaders: readonly string[]): boolean =>
  headerValues(rawHeaders, 'content-type').some(isFormType)

const isFormType = (type: string): boolean => /^application\/x-www-form-urlencoded/i.test(type)

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
