import { Type } from '@sinclair/typebox'
import { RequestPattern, StubMapping } from './openapi-bodies.ts'
import { Settings as SettingsMembers } from './openapi-delays.ts'
import { DROPPED_HEADER, INCOMPLETE_HEADER } from './schemas.ts'

// The published schemas of responses to the WireMock calls. WireMock documents its own formats in full.

const closed = { additionalProperties: false }
const requestJournalDisabled = Type.Literal(false)

/** The header of calls that read the journal. */
export const droppedHeader = {
  [DROPPED_HEADER]: {
    description: 'How many requests were evicted from the journal, and are missing in this response.',
    required: true,
    schema: Type.String({ pattern: '^[0-9]+$' })
  }
}

/** The headers of calls that compare the journal with a pattern. */
export const searchHeaders = {
  [DROPPED_HEADER]: {
    ...droppedHeader[DROPPED_HEADER],
    description: `How many requests may be missing in this response: those that were evicted from the journal, and those that ${INCOMPLETE_HEADER} counts.`
  },
  [INCOMPLETE_HEADER]: {
    description: 'How many requests match except for a body that the journal does not have completely.',
    required: true,
    schema: Type.String({ pattern: '^[0-9]+$' })
  }
}

/** The header of an error. */
export const droppedIfMissing = { [DROPPED_HEADER]: { ...droppedHeader[DROPPED_HEADER], required: false } }

const field = {
  field: Type.String({ description: 'The part of the request: `method`, `url`, `headers.Accept`, `bodyPatterns[0]`.' }),
  expected: Type.Unknown({ description: 'The value that was expected.' }),
  actual: Type.Unknown({
    description: 'The value in the request; `null` if there is none. Credentials are hidden, and long texts cut.'
  }),
  matched: Type.Boolean()
}
const Route = Type.Object(
  {
    methods: Type.Array(Type.String()),
    path: Type.String(),
    fields: Type.Array(Type.Object(field, closed))
  },
  closed
)
const ExplainedFields = Type.Array(
  Type.Object(
    {
      ...field,
      operator: Type.Optional(Type.String({ description: 'How the values are compared; omitted for equality.' })),
      options: Type.Optional(Type.Object({}, { description: 'Options of the operator.' })),
      note: Type.Optional(Type.String())
    },
    closed
  )
)
export const Explanation = Type.Object(
  {
    request: Type.Object({ id: Type.String(), method: Type.String(), url: Type.String() }, closed),
    stub: Type.Union([
      Type.Object({ id: Type.String(), name: Type.Optional(Type.String()) }, closed),
      Type.Null({ description: 'There are no stubs.' })
    ]),
    served: Type.Boolean({ description: 'Whether this stub responded to the request.' }),
    matched: Type.Boolean({ description: 'Whether all fields match.' }),
    fields: ExplainedFields,
    rejection: Type.Optional(
      Type.Object(
        {
          status: Type.Integer(),
          reason: Type.String(),
          routes: Type.Optional(Type.Array(Route, { description: 'The nearest routes, if none matched.' }))
        },
        { ...closed, description: 'Why an emulated API rejected the request.' }
      )
    )
  },
  closed
)

export const LoggedRequestShown = Type.Object(
  { url: Type.String(), method: Type.String() },
  { description: "A request in WireMock's format." }
)
export const ServeEvent = Type.Object(
  { id: Type.String(), request: LoggedRequestShown, wasMatched: Type.Boolean() },
  { description: "A request and its response in WireMock's format." }
)
export const RequestSummary = Type.Object(
  {
    id: Type.String(),
    time: Type.String({ format: 'date-time' }),
    method: Type.String(),
    url: Type.String(),
    api: Type.Union([Type.String(), Type.Null()]),
    trace: Type.Optional(Type.String({ description: 'The trace id in the header `traceparent`.' })),
    requestId: Type.Optional(Type.String({ description: 'The header `X-Request-Id`.' })),
    test: Type.Optional(Type.String({ description: 'The header `Mock-Test`.' })),
    status: Type.Optional(Type.Union([Type.Integer(), Type.Null({ description: 'The response was not sent.' })])),
    elapsed: Type.Optional(Type.Integer({ description: 'In milliseconds.' })),
    stub: Type.Optional(Type.Union([Type.String({ description: 'Its id.' }), Type.Null()])),
    stubName: Type.Optional(Type.String()),
    rejected: Type.Optional(Type.Boolean({ description: 'Whether an emulated API responded with an error.' })),
    matched: Type.Optional(Type.Boolean())
  },
  { ...closed, description: 'With `summary=true`. The response is omitted while the request is in progress.' }
)
export const Journal = Type.Object(
  {
    requests: Type.Array(Type.Union([ServeEvent, RequestSummary])),
    meta: Type.Object({ total: Type.Integer() }, closed),
    requestJournalDisabled
  },
  closed
)
export const Count = Type.Object({ count: Type.Integer(), requestJournalDisabled }, closed)
export const Found = Type.Object({ requests: Type.Array(LoggedRequestShown), requestJournalDisabled }, closed)
export const Removed = Type.Object({ serveEvents: Type.Array(ServeEvent) }, closed)

export const NearMisses = Type.Object(
  {
    nearMisses: Type.Array(
      Type.Object({
        request: Type.Object({ url: Type.Optional(Type.String()), method: Type.Optional(Type.String()) }),
        stubMapping: Type.Optional(StubMapping),
        requestPattern: Type.Optional(RequestPattern),
        matchResult: Type.Object({ distance: Type.Number({ minimum: 0, maximum: 1 }) }),
        id: Type.Optional(Type.String({ description: 'With `explain=true`: the id of the request in the journal.' })),
        fields: Type.Optional(ExplainedFields)
      })
    )
  },
  closed
)

export const Mappings = Type.Object(
  { mappings: Type.Array(StubMapping), meta: Type.Object({ total: Type.Integer() }, closed) },
  closed
)
export const Scenarios = Type.Object(
  {
    scenarios: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Type.String(),
          state: Type.String(),
          possibleStates: Type.Array(Type.String()),
          mappings: Type.Array(StubMapping)
        },
        closed
      )
    )
  },
  closed
)
export const Settings = Type.Object({ settings: SettingsMembers }, closed)
