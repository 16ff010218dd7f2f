/** A request as the list shows it. */
export interface RequestRow {
  readonly id: string
  readonly time: string
  readonly method: string
  /** Path and query; credentials are hidden. */
  readonly url: string
  readonly api: string | null
  /** The trace id in `traceparent`. */
  readonly trace?: string
  /** The header `Mock-Test`. */
  readonly test?: string
  /** `undefined` while it is in progress; `null` if the response was not sent. */
  readonly status?: number | null
  readonly elapsed?: number
  /** The id of the stub that responded. */
  readonly stub?: string | null
  readonly stubName?: string
  /** Whether an emulated API responded with an error. */
  readonly rejected?: boolean
  readonly matched?: boolean
}
