import { type Static, Type } from '@sinclair/typebox'

/** The part of the response of `GET /__admin/requests` that is printed. */
export const Journal = Type.Object({
  requests: Type.Array(
    Type.Object({
      id: Type.String(),
      request: Type.Object({
        method: Type.String(),
        url: Type.String(),
        body: Type.Optional(Type.String()),
        loggedDate: Type.Number(),
        loggedDateString: Type.String()
      }),
      response: Type.Object({ status: Type.Optional(Type.Integer()), body: Type.Optional(Type.String()) }),
      wasMatched: Type.Boolean(),
      timing: Type.Object({ totalTime: Type.Number() }),
      subEvents: Type.Optional(
        Type.Array(Type.Object({ type: Type.String(), data: Type.Object({ message: Type.Optional(Type.String()) }) }))
      ),
      // Its id is that of the request if no stub responded.
      stubMapping: Type.Object({ id: Type.String(), name: Type.Optional(Type.String()) })
    })
  )
})
export type Entry = Static<typeof Journal>['requests'][number]

export const HEADINGS = ['received', 'method', 'status', 'ms', 'handled by', 'url']
/** Wide enough for almost all rows, so that rows printed later stay aligned. */
const WIDTHS = [24, 7, 6, 4, 10]

/** An entry of the request journal as a row of the table. */
export function requestRow({ id, request, response, timing, wasMatched, stubMapping }: Entry): string[] {
  return [
    request.loggedDateString,
    request.method,
    String(response.status ?? '-'),
    String(timing.totalTime),
    stubMapping.id === id ? (wasMatched ? 'api' : 'none') : `stub ${stubMapping.name ?? stubMapping.id}`,
    request.url
  ]
}

export const requestLine = (row: readonly string[]): string =>
  row
    .map((text, i) => text.padEnd(WIDTHS[i] ?? 0))
    .join('  ')
    .trimEnd()

/** Why a request got a 401, below its row. */
export const reasonLines = ({ subEvents = [] }: Entry): string[] =>
  subEvents.filter(({ type }) => type === 'INFO').map(({ data: { message } }) => `  ! ${message}`)

/** The bodies of a request and its response, below its row. */
export function bodyLines({ request, response }: Entry): string[] {
  const bodies = [
    { arrow: '>', body: request.body },
    { arrow: '<', body: response.body }
  ]
  return bodies.flatMap(({ arrow, body = '' }) =>
    body === '' ? [] : body.split('\n').map((line) => `  ${arrow} ${line}`)
  )
}

export const evictionNotice = (dropped: number): string => `${dropped} older requests were evicted from the journal`
