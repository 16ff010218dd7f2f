import { Type } from '@sinclair/typebox'
import { droppedHeader } from './openapi-responses.ts'

// The published schema of the export as HAR 1.2, without the members that the mock never sends.

const closed = { additionalProperties: false }
const Pairs = Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, closed))
const milliseconds = Type.Number({ minimum: 0, description: 'In milliseconds.' })
const message = {
  httpVersion: Type.String(),
  headers: Pairs,
  cookies: Pairs,
  headersSize: Type.Literal(-1),
  bodySize: Type.Integer({ minimum: -1, description: 'In bytes; -1 if it is unknown.' })
}

const HarRequest = Type.Object(
  {
    ...message,
    method: Type.String(),
    url: Type.String(),
    queryString: Pairs,
    postData: Type.Optional(
      Type.Object(
        {
          mimeType: Type.String(),
          text: Type.String(),
          params: Type.Optional(Pairs),
          _base64: Type.Optional(Type.String({ description: 'The bytes of a body that is not UTF-8.' }))
        },
        closed
      )
    )
  },
  closed
)

const HarResponse = Type.Object(
  {
    ...message,
    status: Type.Integer({ minimum: 0, description: '0 if the client got no response.' }),
    statusText: Type.String(),
    redirectURL: Type.String(),
    content: Type.Object(
      {
        size: Type.Integer({ minimum: 0, description: 'In bytes.' }),
        mimeType: Type.String(),
        text: Type.Optional(Type.String()),
        encoding: Type.Optional(Type.Literal('base64')),
        comment: Type.Optional(Type.String())
      },
      closed
    ),
    _error: Type.Optional(Type.String({ description: 'Why there is no response.' }))
  },
  closed
)

const correlation = {
  _trace: Type.Optional(Type.String({ description: 'The trace id in the header `traceparent`.' })),
  _requestId: Type.Optional(Type.String({ description: 'The header `X-Request-Id`.' })),
  _test: Type.Optional(Type.String({ description: 'The header `Mock-Test`.' }))
}

const HarEntry = Type.Object(
  {
    startedDateTime: Type.String({ format: 'date-time' }),
    time: milliseconds,
    request: HarRequest,
    response: HarResponse,
    cache: Type.Object({}, closed),
    timings: Type.Object({ send: milliseconds, wait: milliseconds, receive: milliseconds }, closed),
    comment: Type.Optional(Type.String({ description: 'What the journal remarks about the request.' })),
    _id: Type.String({ description: 'The id of the request in the journal.' }),
    _clientIp: Type.Optional(Type.String()),
    _api: Type.Optional(Type.String({ description: 'The emulated API that owns the path.' })),
    ...correlation,
    _stub: Type.Optional(Type.String({ description: 'The id of the stub that responded.' })),
    _stubName: Type.Optional(Type.String()),
    _matched: Type.Boolean({ description: 'Whether a route or a stub exists for it.' })
  },
  closed
)

export const Har = Type.Object(
  {
    log: Type.Object(
      {
        version: Type.Literal('1.2'),
        creator: Type.Object({ name: Type.String(), version: Type.String() }, closed),
        comment: Type.Optional(
          Type.String({ description: 'How many older requests were evicted from the journal, and are missing.' })
        ),
        entries: Type.Array(HarEntry)
      },
      closed
    )
  },
  closed
)

export const harHeaders = {
  ...droppedHeader,
  'Content-Disposition': {
    description: 'Suggests a file name to browsers.',
    required: true,
    schema: Type.Literal('attachment; filename="requests.har"')
  }
}
