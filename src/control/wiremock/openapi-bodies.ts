import { type TSchema, Type, TypeGuard } from '@sinclair/typebox'
import { RequestPatternDocument } from '../../wiremock/matching/request-schemas.ts'
import { importOf } from '../../wiremock/stubs/import-schema.ts'
import { MappingDocument, ResponseDocument } from '../../wiremock/stubs/mapping-schemas.ts'
import { ContentPattern, JavaPattern } from './openapi-patterns.ts'

// What is published of stub mappings and request patterns: the members that the code takes, and here also which of them go
// together, which the code says in words of its own. Null says nothing wherever it stands for a member.

type Members = Readonly<Record<string, TSchema>>

const closed = { additionalProperties: false }
const Nothing = Type.Null()
const described = { description: 'A member that is null says nothing.' }
const orNothing = (schema: TSchema): TSchema =>
  Type.Optional(TypeGuard.IsUnknown(schema) ? schema : Type.Union([schema, Nothing]))
const members = (schemas: Members, change = orNothing): Members =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]))
const nothingIn = (schemas: Members): Members => members(schemas, () => Type.Optional(Nothing))

const { method, url, urlPath, basicAuthCredentials } = RequestPatternDocument.properties
const SEGMENT = '([^/{}*]*|\\{[^/{}]+\\})'
const urlPathTemplate = Type.String({
  pattern: `^(${SEGMENT}(/${SEGMENT})*(/\\*\\*)?|\\*\\*)$`,
  description: 'a path with {names} for whole segments'
})
const byName = Type.Object({}, { additionalProperties: ContentPattern })
const addresses = { url, urlPattern: JavaPattern, urlPath, urlPathPattern: JavaPattern, urlPathTemplate }
const pathParameters = byName
const byAddress = Object.entries(addresses).map(([kind, address]) =>
  Type.Object(
    kind === 'urlPathTemplate'
      ? { ...nothingIn(addresses), [kind]: address }
      : { ...nothingIn({ ...addresses, pathParameters }), ...members({ [kind]: address }) },
    { title: `by its ${kind}` }
  )
)

/** A request pattern asks for the address in one way, or not at all; there are path parameters with a template alone. */
export const RequestPattern = Type.Object(
  members({
    method,
    ...addresses,
    pathParameters,
    queryParameters: byName,
    headers: byName,
    cookies: byName,
    basicAuthCredentials,
    bodyPatterns: Type.Array(ContentPattern)
  }),
  // Not a union of whole patterns, which would say all the rest once for each address.
  { ...closed, ...described, anyOf: byAddress }
)

const HeaderText = Type.String({ pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' })
/** As HTTP has them: a name is a token, and a value has no control characters. */
const Headers = Type.Record(
  Type.String({ pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" }),
  Type.Union([HeaderText, Type.Array(HeaderText)]),
  closed
)
const { body, jsonBody, base64Body, transformers, statusMessage: _text, ...rest } = ResponseDocument.properties
const bodies = { body, jsonBody, base64Body }
const around = members({ ...rest, headers: Headers })

/** A response has one body; where the emulated API answers, it has none, and no status message. */
export const ResponseDefinition = Type.Union(
  [
    ...Object.entries(bodies).map(([kind, schema]) =>
      Type.Object(
        {
          ...around,
          ...members({ statusMessage: HeaderText, transformers: Type.Array(transformers.items, { maxItems: 0 }) }),
          ...nothingIn(bodies),
          ...members({ [kind]: schema })
        },
        { ...closed, title: `an answer, with ${kind} or none` }
      )
    ),
    Type.Object(
      {
        ...around,
        ...nothingIn({ statusMessage: HeaderText, ...bodies }),
        transformers: Type.Array(transformers.items, {
          minItems: 1,
          description: 'emulate: the emulated API acts and answers'
        })
      },
      { ...closed, title: 'what goes around the answer of the emulated API' }
    )
  ],
  described
)

export const StubMapping = Type.Object(
  members({ ...MappingDocument.properties, request: RequestPattern, response: ResponseDefinition }),
  { ...closed, ...described }
)
export const StubMappings = importOf(StubMapping)
