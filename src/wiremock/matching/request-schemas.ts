import { type Static, Type } from '@sinclair/typebox'
import { ContentPattern } from './content-schemas.ts'

const closed = { additionalProperties: false }
const byName = Type.Optional(Type.Record(Type.String(), ContentPattern))
const address = (description: string) => Type.Optional(Type.String({ description }))

/** What a request must be like: a request pattern of WireMock's. Everything left out matches everything. */
export const RequestPatternDocument = Type.Object(
  {
    method: Type.Optional(Type.String({ description: 'in upper case; ANY for every one' })),
    url: address('path and query, to the letter'),
    urlPattern: address('a regular expression for path and query'),
    urlPath: address('the path, to the letter'),
    urlPathPattern: address('a regular expression for the path'),
    urlPathTemplate: address('a path with {names} for whole segments'),
    pathParameters: byName,
    queryParameters: byName,
    headers: byName,
    cookies: byName,
    basicAuthCredentials: Type.Optional(Type.Object({ username: Type.String(), password: Type.String() }, closed)),
    bodyPatterns: Type.Optional(Type.Array(ContentPattern))
  },
  closed
)
export type RequestPatternDocument = Static<typeof RequestPatternDocument>

/** A request as WireMock's clients hand it back: what they do not say is not there. Other members are not looked at. */
export const LoggedRequestDocument = Type.Object({
  url: Type.Optional(Type.String()),
  method: Type.Optional(Type.String()),
  headers: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]))),
  cookies: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]))),
  body: Type.Optional(Type.String()),
  bodyAsBase64: Type.Optional(Type.String())
})
export type LoggedRequestDocument = Static<typeof LoggedRequestDocument>
