import { KindGuard, type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { orNull } from '../../api/lenient.ts'
import { BinaryOperator, ContentOperators } from '../../wiremock/matching/content-schemas.ts'

// The published schemas of a pattern for one text. They also describe the operands, which the code checks by itself. A
// schema cannot describe regular expressions, JSONPath and JSON Schemas, so they have custom formats.

const closed = { additionalProperties: false }
/** Patterns contain patterns, so they are referenced by their names in the document. */
const reference = (name: string): TSchema => Type.Unsafe({ $ref: `#/components/schemas/${name}` })
const ContentPatternReference = reference('ContentPattern')
const twoOrMore = Type.Array(ContentPatternReference, { minItems: 2 })

export const JavaPattern = Type.String({
  format: 'java-regex',
  description: 'a Java regular expression, without look-around, back-references and possessive quantifiers'
})
const JsonPath = Type.String({
  format: 'json-path',
  description: 'a JSONPath, without nested filters, match() and search(), and with at most one ..'
})
const AnyJson = Type.Unsafe({
  description: 'a JSON value, or a string containing JSON; may contain JsonUnit placeholders',
  anyOf: [{ type: ['object', 'array', 'number', 'boolean', 'null'] }, { type: 'string', format: 'json' }]
})

const JsonSchema = Type.Unsafe({
  description: 'a JSON Schema, or a string containing it. References to other documents are not followed',
  anyOf: [{ type: ['object', 'boolean'] }, { type: 'string', format: 'json-schema' }]
})

const {
  equalTo,
  contains,
  doesNotContain,
  anything,
  absent,
  equalToJson,
  matchesJsonSchema,
  before,
  after,
  equalToDateTime
} = ContentOperators
/** Operators without options. */
const withoutOptions = Type.Partial(
  Type.Object({
    ...contains.properties,
    ...doesNotContain.properties,
    ...anything.properties,
    ...absent.properties,
    matches: JavaPattern,
    doesNotMatch: JavaPattern,
    matchesJsonPath: reference('JsonPathOperand'),
    and: twoOrMore,
    or: twoOrMore,
    not: ContentPatternReference
  })
).properties
const withOptions = [
  equalTo.properties,
  ...[before, after, equalToDateTime].map(({ properties }) => properties),
  { ...equalToJson.properties, equalToJson: AnyJson },
  { ...matchesJsonSchema.properties, matchesJsonSchema: JsonSchema }
].map(withNulls)

/** An operator whose options may be null. */
function withNulls(operator: TProperties): TProperties {
  const members = Object.entries(operator)
  return Object.fromEntries(
    members.map(([name, schema]) => [name, KindGuard.IsOptional(schema) ? orNull(schema) : schema])
  )
}

/** A pattern for a header, a parameter, a cookie, a body or metadata. */
export const ContentPattern = Type.Union(
  [
    Type.Object(withoutOptions, { ...closed, minProperties: 1, maxProperties: 1 }),
    ...withOptions.map((operator) => Type.Object(operator, closed))
  ],
  { title: 'one operator with its options' }
)
const several = Type.Array(ContentPatternReference)
/** A pattern for a header or a parameter, which may have several values. */
export const ValuesPattern = Type.Union([
  ContentPattern,
  Type.Object(
    { hasExactly: several },
    { ...closed, description: 'each pattern matches a value, and there are as many of both' }
  ),
  Type.Object({ includes: several }, { ...closed, description: 'each pattern matches a value' })
])
/** A pattern for a body. */
export const BodyPattern = Type.Union([ContentPattern, BinaryOperator])

const expression = JsonPath
/** An expression, optionally with a pattern for what it selects. */
export const JsonPathOperand = Type.Union(
  [
    JsonPath,
    Type.Object({ expression, ...withoutOptions }, { ...closed, minProperties: 2, maxProperties: 2 }),
    ...withOptions.map((operator) => Type.Object({ expression, ...operator }, closed))
  ],
  { title: 'a JSONPath, or an object with an expression and one operator for what it selects' }
)
