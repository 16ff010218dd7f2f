export type Headers = Readonly<Record<string, string | readonly string[]>>

/** A request of the journal, in WireMock's format. */
export interface JournalEvent {
  readonly id: string
  readonly request: {
    readonly url: string
    readonly method: string
    readonly clientIp?: string
    readonly headers: Headers
    readonly loggedDate: number
    readonly protocol: string
    readonly body: string
    readonly bodyAsBase64: string
  }
  /** Empty if there was none. */
  readonly response: {
    readonly status?: number
    readonly headers?: Headers
    readonly body?: string
    readonly bodyAsBase64?: string
  }
  readonly wasMatched: boolean
  readonly timing: { readonly addedDelay: number; readonly serveTime: number; readonly totalTime: number }
  readonly subEvents: readonly { readonly type: string; readonly data: { readonly message?: string } }[]
  readonly stubMapping: {
    readonly id: string
    readonly name?: string
    readonly response: { readonly transformers?: readonly string[]; readonly fault?: string }
  }
}

/** The stub that responded. Without one, the journal has a made-up stub with the id of the request. */
export const stubIn = ({ id, stubMapping }: JournalEvent): JournalEvent['stubMapping'] | undefined =>
  stubMapping.id === id ? undefined : stubMapping

/** Whether an emulated API responded with an error, or nothing matched. */
export function isRejected(event: JournalEvent): boolean {
  const stub = stubIn(event)
  const isOfApi = stub === undefined || (stub.response.transformers?.includes('emulate') ?? false)
  return !event.wasMatched || (isOfApi && (event.response.status ?? 0) >= 400)
}

/** The path of a URL without its query. */
export const pathOf = (url: string): string => url.replace(/[?#].*$/s, '')
