import type { OutgoingHttpHeaders } from 'node:http'
import { toJson } from '../../common/exact-json.ts'
import type { Body } from '../../http/body-text.ts'
import type { Stub, StubMapping } from '../stubs/stub-mapping.ts'
import { type Arrival, JournalEntry, type RecordedResponse } from './journal-entry.ts'

/** UTF-8 as text, anything else in Base64. */
type StoredBody = string | { readonly base64: string }
/** The response has the body of its stub, which is stored with the stub. */
type OfStub = { readonly ofStub: true }

interface StoredStub extends Pick<Stub, 'order' | 'source'> {
  /** As JSON text, because its numbers may be inexact. */
  readonly document: string
}

interface StoredResponse {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body?: StoredBody | OfStub | undefined
}

/** The members of an entry that are stored as they are. */
type Plain = Pick<
  JournalEntry,
  | 'text'
  | 'isAborted'
  | 'wasMatched'
  | 'bodyProblem'
  | 'warnings'
  | 'jsonError'
  | 'whyNotAuthenticated'
  | 'occurrence'
  | 'addedDelay'
  | 'totalTime'
>

/** A journal entry as a store keeps it: plain JSON. Credentials are those that the client sent, because patterns can be about them. */
export interface StoredRequest extends Plain {
  readonly id: string
  readonly arrival: Arrival
  readonly body: StoredBody
  readonly stub?: StoredStub | undefined
  readonly response?: StoredResponse | undefined
}

/** The compiled mapping of a document; `undefined` if it is not valid any more. */
export type CompileStub = (document: string) => Promise<StubMapping | undefined>

/** Writes and reads journal entries. Remembers the text of mappings, because many requests use the same. */
export class StoredRequests {
  readonly #documents = new WeakMap<StubMapping, string>()

  /** @param id the id of the entry */
  write(id: string, entry: JournalEntry): StoredRequest {
    const { method, url, rawHeaders, clientIp, httpVersion, scheme, api, receivedAt, body, stub, response } = entry
    return {
      id,
      arrival: { method, url, rawHeaders, clientIp, httpVersion, scheme, api, receivedAt },
      body: storedBody(body),
      ...plainOf(entry),
      stub: stub && { document: this.#documentOf(stub.mapping), order: stub.order, source: stub.source },
      response: response && storedResponse(response, stub)
    }
  }

  #documentOf(mapping: StubMapping): string {
    const document = this.#documents.get(mapping) ?? toJson(mapping.document)
    this.#documents.set(mapping, document)
    return document
  }
}

/** What a stored request says about a request: an entry that is not in a journal yet, and its response. */
export interface ReadRequest {
  readonly entry: JournalEntry
  readonly stub: Stub | undefined
  readonly response: RecordedResponse | undefined
}

/** @param startedAt when it was read, in milliseconds on the monotonic clock of this server */
export async function readRequest(
  stored: StoredRequest,
  startedAt: number,
  compile: CompileStub
): Promise<ReadRequest> {
  const entry = new JournalEntry(stored.arrival, startedAt, stored.wasMatched)
  entry.id = stored.id
  entry.body = bodyIn(stored.body)
  Object.assign(entry, plainOf(stored))
  const mapping = stored.stub && (await compile(stored.stub.document))
  const stub = stored.stub && mapping && { mapping, order: stored.stub.order, source: stored.stub.source }
  return { entry, stub, response: stored.response && responseIn(stored.response, stub) }
}

/** Takes over what is known about a request by now. */
export const updatePlain = (entry: JournalEntry, later: Plain): void => {
  Object.assign(entry, plainOf(later))
}

const plainOf = ({
  text,
  isAborted,
  wasMatched,
  bodyProblem,
  warnings,
  jsonError,
  whyNotAuthenticated,
  occurrence,
  addedDelay,
  totalTime
}: Plain): Plain => ({
  text,
  isAborted,
  wasMatched,
  bodyProblem,
  warnings,
  jsonError,
  whyNotAuthenticated,
  occurrence,
  addedDelay,
  totalTime
})

const storedBody = (body: Body): StoredBody => (typeof body === 'string' ? body : { base64: body.toString('base64') })
const bodyIn = (stored: StoredBody): Body =>
  typeof stored === 'string' ? stored : Buffer.from(stored.base64, 'base64')

function storedResponse({ status, headers, body }: RecordedResponse, stub: Stub | undefined): StoredResponse {
  if (body === undefined) return { status, headers }
  return { status, headers, body: body === stub?.mapping.response.body ? { ofStub: true } : storedBody(body) }
}

function responseIn({ status, headers, body }: StoredResponse, stub: Stub | undefined): RecordedResponse {
  if (body === undefined) return { status, headers, body }
  const isOfStub = typeof body === 'object' && 'ofStub' in body
  return { status, headers, body: isOfStub ? stub?.mapping.response.body : bodyIn(body) }
}
