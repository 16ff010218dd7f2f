import { type TSchema, Type } from '@sinclair/typebox'
import { INSTEAD } from '../../common/schema-problems.ts'
import { VERSIONS, type VersionName } from './json-schema/versions.ts'

// Patterns for a header, a parameter, a cookie or a body: one operator with its options.

const closed = { additionalProperties: false }
const text = Type.String()
const ContentPatternReference = Type.Unknown({ description: 'a pattern: one operator with its options' })
const twoOrMore = Type.Array(ContentPatternReference, { minItems: 2 })

const VERSION_NAMES = Object.keys(VERSIONS) as VersionName[]

const date = Type.String({ description: 'a date such as 2026-01-31T12:00:00Z, or one such as now +3 days' })
const dateOptions = {
  actualFormat: Type.Optional(Type.String({ description: "a format of Java's DateTimeFormatter, unix or epoch" })),
  truncateExpected: Type.Optional(Type.String({ description: 'for example first day of month' })),
  truncateActual: Type.Optional(Type.String({ description: 'for example first day of month' })),
  applyTruncationLast: Type.Optional(Type.Boolean())
}

export const ContentOperators = {
  equalTo: Type.Object({ equalTo: text, caseInsensitive: Type.Optional(Type.Boolean()) }, closed),
  contains: Type.Object({ contains: text }, closed),
  doesNotContain: Type.Object({ doesNotContain: text }, closed),
  matches: Type.Object({ matches: text }, closed),
  doesNotMatch: Type.Object({ doesNotMatch: text }, closed),
  anything: Type.Object({ anything: Type.String({ description: 'any text' }) }, closed),
  // WireMock treats `absent: false` like `absent: true`, which would surprise its author.
  absent: Type.Object({ absent: Type.Literal(true) }, closed),
  equalToJson: Type.Object(
    {
      equalToJson: Type.Unknown({ description: 'a JSON value, or a string containing JSON' }),
      ignoreArrayOrder: Type.Optional(Type.Boolean()),
      ignoreExtraElements: Type.Optional(Type.Boolean())
    },
    { ...closed, [INSTEAD]: { jsonCompareMode: 'use ignoreArrayOrder and ignoreExtraElements' } }
  ),
  before: Type.Object({ before: date, ...dateOptions }, closed),
  after: Type.Object({ after: date, ...dateOptions }, closed),
  equalToDateTime: Type.Object({ equalToDateTime: date, ...dateOptions }, closed),
  matchesJsonPath: Type.Object({ matchesJsonPath: Type.Union([text, Type.Object({ expression: text })]) }, closed),
  matchesJsonSchema: Type.Object(
    {
      matchesJsonSchema: Type.Union([text, Type.Boolean(), Type.Object({})], {
        title: 'schema: object, boolean or string',
        description: 'a JSON Schema, or a string containing it'
      }),
      schemaVersion: Type.Optional(
        Type.Union(
          VERSION_NAMES.map((name) => Type.Literal(name)),
          {
            title: `one of ${VERSION_NAMES.join(', ')}`,
            description: 'the version, if $schema does not name it',
            default: 'V202012'
          }
        )
      )
    },
    closed
  ),
  and: Type.Object({ and: twoOrMore }, closed),
  or: Type.Object({ or: twoOrMore }, closed),
  not: Type.Object({ not: ContentPatternReference }, closed)
} as const satisfies Record<string, TSchema>

/** Operators for all values of a header or parameter. */
export const ValuesOperators = {
  hasExactly: Type.Object({ hasExactly: Type.Array(ContentPatternReference) }, closed),
  includes: Type.Object({ includes: Type.Array(ContentPatternReference) }, closed)
}
export type ValuesOperator = keyof typeof ValuesOperators

/** Only for bodies. */
export const BinaryOperator = Type.Object(
  { binaryEqualTo: Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'bytes in Base64' }) },
  closed
)

export type ContentOperator = keyof typeof ContentOperators

/** Accepts any value: `compileContent` checks each pattern against the schema of its operator. */
export const ContentPattern = Type.Unknown({
  title: 'one operator with its options',
  anyOf: Object.values(ContentOperators)
})
