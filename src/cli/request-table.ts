/** What the table shows of the answer of `GET /__admin/requests`. */
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

const HEAD = ['came', 'method', 'status', 'ms', 'by', 'url']

/** The request journal for a person: a line for each request, the oldest first. */
export function requestTable({ requests, meta: { dropped } }: Journal): string {
  const rows = requests
    .map(({ request, response, timing, wasMatched, stubMapping }) => [
      request.loggedDateString,
      request.method,
      String(response.status ?? '-'),
      String(timing.totalTime),
      stubMapping === undefined ? (wasMatched ? 'api' : 'nobody') : `stub ${stubMapping.name ?? stubMapping.id}`,
      request.url
    ])
    .reverse()
  const all = [HEAD, ...rows]
  const widths = HEAD.map((_, i) => all.reduce((widest, row) => Math.max(widest, (row[i] as string).length), 0))
  const lines = all.map((row) =>
    row
      .map((text, i) => text.padEnd(widths[i] as number))
      .join('  ')
      .trimEnd()
  )
  const missing = dropped === undefined ? [] : [`${dropped} older requests fell out of the journal`]
  return `${[...lines, ...missing].join('\n')}\n`
}
