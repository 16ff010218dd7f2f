/** The part of the response of `GET /__admin/requests` that the table shows. */
export interface Journal {
  readonly requests: readonly {
    readonly request: { readonly method: string; readonly url: string; readonly loggedDateString: string }
    readonly response: { readonly status?: number }
    readonly wasMatched: boolean
    readonly timing: { readonly totalTime: number }
    readonly id: string
    /** Has the id of the request if no stub took it. */
    readonly stubMapping: { readonly id: string; readonly name?: string }
  }[]
}

const HEADERS = ['received', 'method', 'status', 'ms', 'handled by', 'url']

/** The request journal as a table: a line for each request, the oldest first. @param dropped how many requests were evicted */
export function requestTable({ requests }: Journal, dropped: number): string {
  const rows = requests
    .map(({ id, request, response, timing, wasMatched, stubMapping }) => [
      request.loggedDateString,
      request.method,
      String(response.status ?? '-'),
      String(timing.totalTime),
      stubMapping.id === id ? (wasMatched ? 'api' : 'none') : `stub ${stubMapping.name ?? stubMapping.id}`,
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
  const footer = dropped === 0 ? [] : [evictionNotice(dropped)]
  return `${[...lines, ...footer].join('\n')}\n`
}

export const evictionNotice = (dropped: number): string => `${dropped} older requests were evicted from the journal`
