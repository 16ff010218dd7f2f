/** A request that was responded to. */
export interface HandledRequest {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly milliseconds: number
}

/** What happens in a server, for those who want to show it. */
export interface ServerEvents {
  /** Something that a person should know and need not act on. */
  readonly notice?: (text: string) => void
  /** Something went wrong inside the mock. */
  readonly failure?: (error: Error) => void
  /** A request was responded to. */
  readonly request?: (request: HandledRequest) => void
}
