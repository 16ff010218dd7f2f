import { Exchange, type ReceivedResponse, type SentRequest } from '../../rules/exchange.ts'
import type { RuleBook } from '../../rules/rule.ts'
import type { Server } from '../../rules/run-case.ts'
import type { Service } from '../service/connect.ts'
import { ServiceError } from '../service/service-error.ts'
import type { Journal } from './journal.ts'

/** The command was interrupted. */
export class Interrupted extends Error {}

const LONGEST_LINE = 200
const isRead = ({ method }: SentRequest): boolean => /^(?:GET|HEAD|OPTIONS)$/.test(method)
const lineOf = ({ method, path }: SentRequest): string => `${method} ${path}`

/**
 * A service as the cases of one run see it. It writes down what is created, refuses to change what this run did not create, and after an
 * interruption sends only the requests that remove it.
 */
export class GuardedServer implements Server {
  readonly credentials: Service['credentials']
  /** Requests that were accepted, and may have created something that cannot be found again. */
  readonly accepted: string[] = []
  requests = 0
  readonly #service: Service
  readonly #book: RuleBook
  readonly #prefix: string
  readonly #journal: Journal | undefined
  readonly #signal: AbortSignal
  readonly #own = new Set<string>()
  readonly #foreign = new Set<string>()

  constructor(service: Service, book: RuleBook, prefix: string, journal: Journal | undefined, signal: AbortSignal) {
    this.#service = service
    this.#book = book
    this.#prefix = prefix
    this.#journal = journal
    this.#signal = signal
    this.credentials = service.credentials
  }

  async send(request: SentRequest): Promise<ReceivedResponse> {
    const isRemoval = this.#own.has(lineOf(request))
    if (this.#signal.aborted && !isRemoval) throw new Interrupted()
    this.requests++
    try {
      return isRead(request) ? await this.#read(request) : await this.#write(request, isRemoval)
    } catch (error) {
      throw this.#signal.aborted && !(error instanceof ServiceError) ? new Interrupted() : error
    }
  }

  async #read(request: SentRequest): Promise<ReceivedResponse> {
    const response = await this.#service.send(request, this.#signal)
    for (const { removal, text } of this.#book.listing.records(new Exchange(request, response)) ?? []) {
      if (!text.includes(this.#prefix) && !this.#own.has(removal)) this.#foreign.add(normalized(pathOf(removal)))
    }
    return response
  }

  async #write(request: SentRequest, isRemoval: boolean): Promise<ReceivedResponse> {
    const path = normalized(request.path)
    if ([...this.#foreign].some((foreign) => path === foreign || path.startsWith(`${foreign}/`)))
      throw new Error(`refused to send ${lineOf(request)}: this run did not create that record`)
    if (request.method === 'POST') this.#journal?.sending(`${lineOf(request)} ${request.body}`.slice(0, LONGEST_LINE))
    const response = await this.#service.send(request, isRemoval ? undefined : this.#signal)
    const removal = this.#book.removalOf(new Exchange(request, response))
    const isAccepted = response.status < 300
    if (removal !== undefined) {
      this.#own.add(removal)
      this.#journal?.created(removal)
    } else if (request.method === 'POST' && isAccepted) {
      const isFound =
        path === normalized(pathOf(this.#book.listing.first)) &&
        `${request.body}${response.body}`.includes(this.#prefix)
      if (!isFound) this.accepted.push(`${lineOf(request)} ${request.body}`.slice(0, LONGEST_LINE).trimEnd())
    }
    if (request.method === 'DELETE' && (isAccepted || response.status === 404)) this.#journal?.removed(lineOf(request))
    return response
  }
}

/** The path of a request line, without its query. */
const pathOf = (line: string): string => line.split(' ')[1]?.split('?')[0] ?? ''

/** Servers may ignore the case of a path, doubled and trailing slashes, and how it is encoded. */
function normalized(path: string): string {
  const plain = path.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
  return plain.toLowerCase().replace(/\/+/g, '/').replace(/\/$/, '')
}
