import { type Stub, titleOf } from './stub.ts'

interface Source {
  readonly source?: string
}
/** Newer browsers keep the digits of large numbers. */
interface ExactJson {
  rawJSON?(text: string): unknown
  parse(text: string, reviver: (key: string, value: unknown, context?: Source) => unknown): unknown
}

/** Formats the JSON of a stub for editing, without its id, which cannot change. A copy gets another name. */
export function editable(json: string, isCopy = false): string {
  const exact: ExactJson = JSON
  const keepDigits = (_key: string, value: unknown, context?: Source) =>
    typeof value === 'number' && context?.source !== undefined && exact.rawJSON !== undefined
      ? exact.rawJSON(context.source)
      : value
  const { id, uuid, ...stub } = exact.parse(json, keepDigits) as Stub & { uuid?: string }
  return JSON.stringify(isCopy ? named(stub, `${titleOf({ id, ...stub })} (copy)`) : stub, null, 2)
}

/** With the name as its first member. */
const named = (stub: object, name: string): object => Object.assign({ name }, stub, { name })

/** What a new stub begins with. */
export const TEMPLATE = JSON.stringify(
  {
    name: 'Unavailable',
    request: { method: 'GET', urlPath: '/users' },
    response: { status: 503, headers: { 'Content-Type': 'text/plain' }, body: 'Service Unavailable' }
  },
  null,
  2
)

/** The place that an error names, as an index into the text; `undefined` if it names none. */
export function placeIn(text: string, message: string): number | undefined {
  const [, line, column] = /\bline (\d+), column (\d+)/.exec(message) ?? []
  if (line === undefined) return undefined
  const lines = text.split('\n')
  const before = lines.slice(0, Number(line) - 1).reduce((sum, { length }) => sum + length + 1, 0)
  return Math.min(text.length, before + Number(column) - 1)
}
