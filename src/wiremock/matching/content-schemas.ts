import { type TSchema, Type } from '@sinclair/typebox'

// What may be asked of a header, a parameter, a cookie or a body: one operator, with its options.

const closed = { additionalProperties: false }
const text = Type.String()
const Nested = Type.Unknown({ description: 'a pattern: one operator with its options' })
const several = Type.Array(Nested, { minItems: 2 })

export const ContentOperators = {
  equalTo: Type.Object({ equalTo: text, caseInsensitive: Type.Optional(Type.Boolean()) }, closed),
  contains: Type.Object({ contains: text }, closed),
  doesNotContain: Type.Object({ doesNotContain: text }, closed),
  matches: Type.Object({ matches: text }, closed),
  doesNotMatch: Type.Object({ doesNotMatch: text }, closed),
  // WireMock takes `false` for `true`: that would be misread.
  absent: Type.Object({ absent: Type.Literal(true) }, closed),
  equalToJson: Type.Object(
    {
      equalToJson: Type.Unknown({ description: 'JSON, or JSON as text' }),
      ignoreArrayOrder: Type.Optional(Type.Boolean()),
      ignoreExtraElements: Type.Optional(Type.Boolean())
    },
    closed
  ),
  matchesJsonPath: Type.Object({ matchesJsonPath: Type.Union([text, Type.Object({ expression: text })]) }, closed),
  and: Type.Object({ and: several }, closed),
  or: Type.Object({ or: several }, closed),
  not: Type.Object({ not: Nested }, closed)
} as const satisfies Record<string, TSchema>

export type ContentOperator = keyof typeof ContentOperators

/** A pattern for one text. It takes all here, and is checked by its own operator's schema when it is compiled. */
export const ContentPattern = Type.Unknown({
  title: 'one operator with its options',
  anyOf: Object.values(ContentOperators)
})
