import { type TSchema, Type } from '@sinclair/typebox'
import { lenient, orNull } from '../../api/lenient.ts'
import { RequestPatternDocument } from '../../wiremock/matching/request-schemas.ts'
import { importSchema } from '../../wiremock/stubs/import-schema.ts'
import { MappingDocument, ResponseDocument } from '../../wiremock/stubs/mapping-schemas.ts'
import { delays } from './openapi-delays.ts'
import { BodyPattern, ContentPattern, JavaPattern, ValuesPattern } from './openapi-patterns.ts'

// The published schemas of stub mappings and request patterns. They also describe which members exclude each other, which
// the code checks by itself. Every member may be null, which means that it is omitted.

type Members = Readonly<Record<string, TSchema>>

const closed = { additionalProperties: false }
const described = (rule: string) => ({ description: `${rule} A member that is null is ignored.` })
const members = (schemas: Members, change = orNull): Members =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]))
const nullsOnly = (schemas: Members): Members => members(schemas, () => Type.Optional(lenient(Type.Null())))

const { scheme, port, method, url, urlPath, basicAuthCredentials } = RequestPatternDocument.properties
const SEGMENT = '([^/{}*]*|\\{[^/{}]+\\})'
const urlPathTemplate = Type.String({
  pattern: `^(${SEGMENT}(/${SEGMENT})*(/\\*\\*)?|\\*\\*)$`,
  description: 'a path whose {names} each match a whole segment'
})
const patternsByName = Type.Object({}, { additionalProperties: ContentPattern })
const valuesByName = Type.Object({}, { additionalProperties: ValuesPattern })
const addresses = { url, urlPattern: JavaPattern, urlPath, urlPathPattern: JavaPattern, urlPathTemplate }
const pathParameters = patternsByName
const oneAddress = Object.entries(addresses).map(([kind, address]) =>
  Type.Object(
    kind === 'urlPathTemplate'
      ? { ...nullsOnly(addresses), [kind]: address }
      : { ...nullsOnly({ ...addresses, pathParameters }), ...members({ [kind]: address }) },
    { title: `with ${kind}` }
  )
)

/** A request pattern has at most one member for the address. Path parameters require a template. */
export const RequestPattern = Type.Object(
  members({
    scheme,
    host: ContentPattern,
    port,
    clientIp: ContentPattern,
    method,
    ...addresses,
    pathParameters,
    queryParameters: valuesByName,
    formParameters: valuesByName,
    headers: valuesByName,
    cookies: patternsByName,
    basicAuthCredentials,
    bodyPatterns: Type.Array(BodyPattern)
  }),
  // Not a union of complete patterns, which would repeat all other members for each kind of address.
  {
    ...closed,
    ...described('Has at most one of the members for the address. Path parameters require a template.'),
    anyOf: oneAddress
  }
)

const HeaderText = Type.String({ pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' })
/** As in HTTP: a name is a token, and a value contains no control characters. */
const Headers = Type.Record(
  Type.String({ pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" }),
  Type.Union([HeaderText, Type.Array(HeaderText)]),
  {
    ...closed,
    description:
      'Not `Trailer`. Without `emulate`, one of `Content-Length`, as a number of bytes, and `Transfer-Encoding: chunked` is possible. `Connection: close` closes the connection after the response.'
  }
)
const {
  body,
  jsonBody,
  base64Body,
  bodyFileName,
  transformers: _names,
  statusMessage: _text,
  ...rest
} = ResponseDocument.properties
const TEMPLATES = Type.Array(Type.Literal('response-template'), {
  description: 'response-template: the body and the headers are Handlebars templates'
})
const bodies = { body, jsonBody, base64Body, bodyFileName }
const commonMembers = members({ ...rest, ...delays, headers: Headers })

/** A response has at most one body. With `emulate`, the emulated API sets the body and the status message. */
export const ResponseDefinition = Type.Union(
  [
    ...Object.entries(bodies).map(([kind, schema]) =>
      Type.Object(
        {
          ...commonMembers,
          ...members({ statusMessage: HeaderText, transformers: TEMPLATES }),
          ...nullsOnly(bodies),
          ...members({ [kind]: schema })
        },
        { ...closed, title: `a response with ${kind}, or without a body` }
      )
    ),
    Type.Object(
      {
        ...commonMembers,
        ...nullsOnly({ statusMessage: HeaderText, ...bodies }),
        transformers: Type.Array(Type.Literal('emulate'), {
          minItems: 1,
          description: 'emulate: the emulated API handles the request'
        })
      },
      { ...closed, title: 'changes to the response of the emulated API' }
    )
  ],
  described('Has at most one body. With `emulate`, the emulated API sets the body and the status message.')
)

export const StubMapping = Type.Object(
  members({ ...MappingDocument.properties, request: RequestPattern, response: ResponseDefinition }),
  { ...closed, ...described('A stub.') }
)
export const StubMappings = importSchema(StubMapping)
