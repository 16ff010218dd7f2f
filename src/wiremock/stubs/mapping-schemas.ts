import { type Static, Type } from '@sinclair/typebox'
import { mapOf } from '../../common/map-of.ts'
import { INSTEAD } from '../../common/schema-problems.ts'
import { RequestPatternDocument } from '../matching/request-schemas.ts'
import { Delay } from './delay-schemas.ts'

const closed = { additionalProperties: false }
const text = Type.Optional(Type.String())

export const Fault = Type.Union([
  Type.Literal('EMPTY_RESPONSE'),
  Type.Literal('CONNECTION_RESET_BY_PEER'),
  Type.Literal('MALFORMED_RESPONSE_CHUNK'),
  Type.Literal('RANDOM_DATA_THEN_CLOSE')
])
export type Fault = Static<typeof Fault>

/** Names that people take from other tools. */
const WRONG_NAMES = {
  delay: 'use fixedDelayMilliseconds',
  json: 'use jsonBody',
  statusCode: 'use status'
}

/** A WireMock response definition. */
export const ResponseDocument = Type.Object(
  {
    status: Type.Optional(Type.Integer({ minimum: 200, maximum: 999 })),
    statusMessage: text,
    headers: Type.Optional(mapOf(Type.Union([Type.String(), Type.Array(Type.String())]), { maxProperties: 1000 })),
    body: text,
    jsonBody: Type.Optional(Type.Unknown()),
    base64Body: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'bytes in Base64' })),
    bodyFileName: Type.Optional(
      Type.String({
        description:
          'a file in the folder `__files` of --stubs, read for each response; a template with response-template'
      })
    ),
    fixedDelayMilliseconds: Type.Optional(Delay.fixed),
    delayDistribution: Type.Optional(Delay.distribution),
    chunkedDribbleDelay: Type.Optional(
      Type.Object(
        { numberOfChunks: Type.Integer({ minimum: 1, maximum: 10_000 }), totalDuration: Type.Integer({ minimum: 0 }) },
        closed
      )
    ),
    fault: Type.Optional(Fault),
    transformers: Type.Optional(
      Type.Array(Type.Union([Type.Literal('emulate'), Type.Literal('response-template')]), {
        description:
          'emulate: the emulated API handles the request; response-template: body, headers and bodyFileName are Handlebars templates'
      })
    ),
    transformerParameters: Type.Optional(
      mapOf(Type.Unknown(), { description: 'values for templates, as parameters.NAME' })
    )
  },
  { ...closed, [INSTEAD]: WRONG_NAMES }
)
export type ResponseDocument = Static<typeof ResponseDocument>

/** Limits on the use of a stub. An extension of this server, in the metadata that WireMock leaves to its users. */
export const UsageDocument = Type.Object(
  {
    times: Type.Optional(Type.Integer({ minimum: 0, description: 'use the stub at most this many times' })),
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'skip this many matching requests first' })),
    probability: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: 'use the stub for this share of the requests' })
    ),
    seed: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'decide by this text, the method, the path, and how many such requests came before; then times and after count per method and path'
      })
    ),
    apis: Type.Optional(
      Type.Array(Type.String(), { minItems: 1, maxItems: 100, description: 'only requests to these emulated APIs' })
    )
  },
  closed
)
export type UsageDocument = Static<typeof UsageDocument>

const Uuid = Type.Optional(
  Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', description: 'a UUID' })
)

/** A WireMock stub mapping. */
export const MappingDocument = Type.Object(
  {
    id: Uuid,
    uuid: Uuid,
    name: text,
    request: Type.Optional(RequestPatternDocument),
    response: Type.Optional(ResponseDocument),
    priority: Type.Optional(Type.Integer({ description: '1 is the highest; the default is 5' })),
    scenarioName: text,
    requiredScenarioState: text,
    newScenarioState: text,
    persistent: Type.Optional(
      Type.Boolean({ description: 'accepted, without effect: only mappings/save writes files' })
    ),
    metadata: Type.Optional(Type.Object({ mock: Type.Optional(UsageDocument) }))
  },
  { ...closed, [INSTEAD]: { mappings: 'this is one stub; POST /__admin/mappings/import creates several' } }
)
export type MappingDocument = Static<typeof MappingDocument>

/** A stub mapping as responses show it, with its defaults filled in. */
export interface ShownMapping extends Omit<MappingDocument, 'request' | 'response'> {
  readonly id: string
  readonly uuid: string
  readonly request: RequestPatternDocument
  readonly response: ResponseDocument
}
