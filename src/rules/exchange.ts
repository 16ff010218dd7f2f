/** A request as it was sent. */
export interface SentRequest {
  readonly method: string
  /** As sent, without the query and without the prefix of a sandbox. */
  readonly path: string
  /** As sent, without the question mark. */
  readonly query: string
  /** The names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** The response to it. */
export interface ReceivedResponse {
  readonly status: number
  /** By lower-case name. Repeated headers are joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  /** `undefined` if it is not known: a journal does not keep long bodies. */
  readonly body: string | undefined
}

/** A request and its response: sent by a case, or read from a journal. */
export class Exchange {
  readonly request: SentRequest
  readonly response: ReceivedResponse
  #sent: { readonly json: unknown } | undefined
  #received: { readonly json: unknown } | undefined

  constructor(request: SentRequest, response: ReceivedResponse) {
    this.request = request
    this.response = response
  }

  /** The body of the request as JSON; `undefined` if it is none. */
  get sent(): unknown {
    this.#sent ??= { json: jsonOf(this.request.body) }
    return this.#sent.json
  }

  /** The body of the response as JSON; `undefined` if it is none. */
  get received(): unknown {
    this.#received ??= { json: jsonOf(this.response.body ?? '') }
    return this.#received.json
  }

  /** A header of the request. Repeated ones are joined by commas. @param name in lower case */
  header(name: string): string | undefined {
    const values = this.request.headers.filter(([sent]) => sent.toLowerCase() === name).map(([, value]) => value)
    return values.length === 0 ? undefined : values.join(', ')
  }

  /** The value that a JSON pointer names in the body of the response; `undefined` if there is none. */
  at(pointer: string): unknown {
    return memberAt(this.received, pointer)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

/** Generated pointers name members without slashes and tildes, so nothing is escaped. */
function memberAt(value: unknown, pointer: string): unknown {
  let current = value
  for (const name of pointer.split('/').slice(1)) {
    if (!isObject(current) || !Object.hasOwn(current, name)) return undefined
    current = current[name]
  }
  return current
}

/** Whether a JSON value has members: an object or an array. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
