import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox'
import type { ControlCall } from './control.ts'

/** A tool: one call of the control API. */
export interface Tool<T extends TObject = TObject> {
  readonly name: string
  /** For people. */
  readonly title: string
  /** For a model: what the tool does, and when to use it. */
  readonly description: string
  /** Whether it only reads, adds something, or can change or remove what is there. */
  readonly kind: 'reads' | 'adds' | 'changes'
  readonly input: T
  call(input: Static<T>): ControlCall
  /** What to show of the JSON of the response; all of it by default. */
  show?(result: unknown, input: Static<T>): unknown
}

/** Defines a tool. Infers the type of its input from the schema, which the server checks before the call. */
export const tool = <T extends TObject>(definition: Tool<T>): Tool => definition

/** The arguments of a tool. */
export const input = <T extends Record<string, TSchema>>(members: T) =>
  Type.Object(
    {
      ...members,
      sandbox: Type.Optional(
        Type.String({ description: 'the sandbox to use; by default that of the connection, which is usually default' })
      )
    },
    { additionalProperties: false }
  )

/** A JSON object whose shape the control API checks. */
export const document = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description })

export const text = (description: string) => Type.String({ minLength: 1, description })
export const whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description })

/** A path from texts: each is encoded. */
export const pathTo = (...segments: readonly string[]): string => segments.map(encodeURIComponent).join('/')

/** A path with those parameters that have a value. */
export function withQuery(
  path: string,
  parameters: Readonly<Record<string, string | number | boolean | undefined>>
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}
