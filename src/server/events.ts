/** A request that was responded to. */
export interface HandledRequest {
  /** When the response was sent. */
  readonly time: Date
  readonly method: string
  readonly url: string
  readonly status: number
  /** From the headers of the request to the end of the response. */
  readonly milliseconds: number
  readonly sandbox: string
  /** The name or id of the stub that responded. */
  readonly stub: string | undefined
  /** Why the request was not authenticated. */
  readonly reason: string | undefined
}

/** Callbacks for events of a server. */
export interface ServerEvents {
  /** A message for the user that requires no action. */
  readonly notice?: (text: string) => void
  /** Something went wrong inside the mock. */
  readonly failure?: (error: Error) => void
  /** A request was responded to. */
  readonly request?: (request: HandledRequest) => void
}
