import { type Static, Type } from '@sinclair/typebox'
import { mapOf } from '../../common/map-of.ts'
import { INSTEAD } from '../../common/schema-problems.ts'
import { ContentPattern } from './content-schemas.ts'

const closed = { additionalProperties: false }
const patternsByName = Type.Optional(mapOf(ContentPattern))
const address = (description: string) => Type.Optional(Type.String({ description }))

/** Names that people take from other tools, and from the methods of WireMock's clients. */
const WRONG_NAMES = {
  body: 'use bodyPatterns, a list of operators such as {"equalTo":"…"}',
  path: 'use urlPath',
  query: 'use queryParameters',
  urlEqualTo: 'use url',
  urlMatching: 'use urlPattern',
  urlPathEqualTo: 'use urlPath',
  urlPathMatching: 'use urlPathPattern'
}

/** A WireMock request pattern. An omitted member matches everything. */
export const RequestPatternDocument = Type.Object(
  {
    scheme: Type.Optional(Type.String({ description: 'http or https' })),
    host: Type.Optional(ContentPattern),
    port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, description: 'as in the header Host' })),
    clientIp: Type.Optional(ContentPattern),
    method: Type.Optional(
      Type.String({ description: 'in upper case; ANY matches every method, and GET_OR_HEAD two of them' })
    ),
    url: address('path and query, exactly as sent'),
    urlPattern: address('a regular expression for path and query'),
    urlPath: address('the path, exactly as sent'),
    urlPathPattern: address('a regular expression for the path'),
    urlPathTemplate: address('a path whose {names} each match a whole segment'),
    pathParameters: patternsByName,
    queryParameters: patternsByName,
    formParameters: patternsByName,
    headers: patternsByName,
    cookies: patternsByName,
    basicAuthCredentials: Type.Optional(Type.Object({ username: Type.String(), password: Type.String() }, closed)),
    bodyPatterns: Type.Optional(Type.Array(ContentPattern))
  },
  { ...closed, [INSTEAD]: WRONG_NAMES }
)
export type RequestPatternDocument = Static<typeof RequestPatternDocument>

/** No request that the server received has more. */
const MAX_VALUES = 2000
const valuesByName = Type.Optional(
  mapOf(Type.Union([Type.String(), Type.Array(Type.String())]), { maxProperties: MAX_VALUES })
)

/** A request as WireMock's clients send it back, for near misses. Other members are ignored. */
export const LoggedRequestDocument = Type.Object({
  url: Type.Optional(Type.String()),
  method: Type.Optional(Type.String()),
  scheme: Type.Optional(Type.String()),
  clientIp: Type.Optional(Type.String()),
  headers: valuesByName,
  cookies: valuesByName,
  body: Type.Optional(Type.String()),
  bodyAsBase64: Type.Optional(Type.String())
})
export type LoggedRequestDocument = Static<typeof LoggedRequestDocument>
