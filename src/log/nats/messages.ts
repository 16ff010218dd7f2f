import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { mapOf } from '../../common/map-of.ts'
import type { StoredChange } from '../change-log.ts'

/** The documents that belong to one sandbox, and are removed with it. */
const scope = {
  /** The prefix of their names. */
  scope: Type.String(),
  /** How many there are, at least. */
  documents: Type.Integer({ minimum: 0 })
}
const Count = Type.Integer({ minimum: 0 })
/** In milliseconds since 1970. */
const Moment = Type.Number()
const FixtureReference = Type.Object({ name: Type.String(), sha256: Type.String() })
const base = {
  revision: Count,
  fixtures: FixtureReference,
  files: Type.String(),
  created: Moment,
  options: Type.Optional(Type.Object({}))
}

/** The first message of a sandbox, or one that replaces those before the revision in it. */
export const BaseMessage = Type.Object({
  ...scope,
  kind: Type.Literal('base'),
  ...base,
  /** The last revision when this was stored. */
  last: Count,
  snapshot: Type.Optional(Type.String())
})
export type BaseMessage = Static<typeof BaseMessage>

const Change = Type.Object({ op: Type.String() })
const Cause = Type.Optional(
  Type.Union([
    Type.Object({ request: Type.String() }),
    Type.Object({ call: Type.String(), revision: Type.Optional(Count) })
  ])
)
const change = { ...scope, kind: Type.Literal('change'), revision: Count, date: Moment, cause: Cause }

export const ChangeMessage = Type.Union([
  Type.Object({ ...change, change: Change }),
  /** A change that is too large for a message is a document. */
  Type.Object({ ...change, document: Type.String() })
])
export type ChangeMessage = Static<typeof ChangeMessage>

export const OptionsMessage = Type.Object({ ...scope, kind: Type.Literal('options'), options: Type.Object({}) })
export const DroppedMessage = Type.Object({ kind: Type.Literal('dropped') })

export const SandboxMessage = Type.Union([BaseMessage, ChangeMessage, OptionsMessage, DroppedMessage])
export type SandboxMessage = Static<typeof SandboxMessage>

/** A fixture set, or that there is none with this name any more. */
export const SetMessage = Type.Union([
  FixtureReference,
  Type.Object({ ...DroppedMessage.properties, name: Type.String() })
])

/** When sandboxes were used, by name. */
export const UsesMessage = Type.Object({ uses: mapOf(Moment) })

/** A message of a sandbox with its place in the stream. */
export interface PlacedMessage {
  readonly sequence: number
  /** The id with which it was published. */
  readonly id: string
  readonly message: SandboxMessage
}

/** `undefined` if the message is something else. */
export function readMessage<S extends TSchema>(schema: S, text: string): Static<S> | undefined {
  try {
    const message: unknown = JSON.parse(text)
    return Check(schema, message) ? message : undefined
  } catch {
    return undefined
  }
}

/** The documents that only this message needs. */
export function documentsOf(message: ChangeMessage): string[] {
  return 'change' in message ? documentsIn(message.change) : [message.document]
}

/** Uploaded or restored records that a change names. */
export function documentsIn(change: StoredChange): string[] {
  const { sha256 } = Object(change['uploaded'] ?? change['records'])
  return typeof sha256 === 'string' ? [sha256] : []
}
