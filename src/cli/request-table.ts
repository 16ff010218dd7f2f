/** The part of the response of `GET /__admin/requests` that the table shows. */
export interface Journal {
  readonly requests: readonly {
    readonly request: { readonly method: string; readonly url: string; readonly loggedDateString: string }
    readonly response: { readonly status?: number }
    readonly wasMatched: boolean
    readonly timing: { readonly totalTime: number }
    readonly stubMapping?: { readonly id: string; readonly name?: string }
  }[]
  readonly meta: { readonly dropped?: number }
}

const HEADERS = ['received', 'method', 'status', 'ms', 'handled by', 'url']

/** The request journal as a table: a line for each request, the oldest first. */
export function requestTable({ requests, meta: { dropped } }: Journal): string {
  const rows = requests
    .map(({ request, response, timing, wasMatched, stubMapping }) => [
      request.loggedDateString,
      request.method,
      String(response.status ?? '-'),
      String(timing.totalTime),
      stubMapping === undefined ? (wasMatched ? 'api' : 'none') : `stub ${stubMapping.name ?? stubMapping.id}`,
      request.url
    ])
    .reverse()
  const all = [HEADERS, ...rows]
  const widths = HEADERS.map((_, i) => all.reduce((widest, row) => Math.max(widest, (row[i] as string).length), 0))
  const lines = all.map((row) =>
    row
      .map((text, i) => text.padEnd(widths[i] as number))
      .join('  ')
      .trimEnd()
  )
  const footer = dropped === undefined ? [] : [`${dropped} older requests were evicted from the journal`]
  return `${[...lines, ...footer].join('\n')}\n`
}
