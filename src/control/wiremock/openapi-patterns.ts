import { type TSchema, Type } from '@sinclair/typebox'
import { ContentOperators } from '../../wiremock/matching/content-schemas.ts'

// What is published of a pattern for one text: the operators that the code takes, and here also what is in their operands.
// Regular expressions and JSONPath are in no grammar that a schema could hold: they have formats of their own.

const closed = { additionalProperties: false }
/** Patterns hold patterns: they are referred to by the names that they have in the document. */
const reference = (name: string): TSchema => Type.Unsafe({ $ref: `#/components/schemas/${name}` })
const Nested = reference('ContentPattern')
const several = Type.Array(Nested, { minItems: 2 })

export const JavaPattern = Type.String({
  format: 'java-regex',
  description: 'a regular expression as Java has it, without look-around, back-references and possessive quantifiers'
})
const JsonPath = Type.String({
  format: 'json-path',
  description: 'a JSONPath, without filters in filters, functions for expressions, and more than one ..'
})
const AnyJson = Type.Unsafe({
  description: 'JSON, or JSON as text; with the placeholders of JsonUnit',
  anyOf: [{ type: ['object', 'array', 'number', 'boolean', 'null'] }, { type: 'string', format: 'json' }]
})

const { equalTo, contains, doesNotContain, absent, equalToJson } = ContentOperators
/** Those that have no options: one of them is the whole pattern. */
const alone = Type.Partial(
  Type.Object({
    ...contains.properties,
    ...doesNotContain.properties,
    ...absent.properties,
    matches: JavaPattern,
    doesNotMatch: JavaPattern,
    matchesJsonPath: reference('JsonPathOperand'),
    and: several,
    or: several,
    not: Nested
  })
).properties
const withOptions = [equalTo.properties, { ...equalToJson.properties, equalToJson: AnyJson }]

/** A pattern for a header, a parameter, a cookie, a body or metadata. */
export const ContentPattern = Type.Union(
  [
    Type.Object(alone, { ...closed, minProperties: 1, maxProperties: 1 }),
    ...withOptions.map((operator) => Type.Object(operator, closed))
  ],
  { title: 'one operator with its options' }
)
const expression = JsonPath
/** What is looked for in JSON, and what is asked of what is found. */
export const JsonPathOperand = Type.Union([
  JsonPath,
  Type.Object({ expression, ...alone }, { ...closed, minProperties: 2, maxProperties: 2 }),
  ...withOptions.map((operator) => Type.Object({ expression, ...operator }, closed))
])
