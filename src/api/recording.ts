/** How the records of a real service are read, to make a fixture of them. */
export interface RecordedList {
  /** The list of the API that the records belong to. A list that others refer to comes before them. */
  readonly list: string
  /** The path and query of a page. @param page 1 for the first */
  target(page: number): string
  /** What a page contains; `undefined` if the response is something else. */
  read(body: unknown): RecordedPage | undefined
  /** The members that stay as they are: ids that the service has assigned, and flags. All others are replaced. */
  readonly kept: readonly string[]
  /** The members whose text may be JSON. Its structure and its keys stay. */
  readonly json?: readonly string[]
}

export interface RecordedPage {
  readonly records: readonly unknown[]
  /** How many pages there are now. */
  readonly pages: number
  /** How many records there are now, if the service says so. */
  readonly total?: number
}
