import { type Static, Type } from '@sinclair/typebox'
import { RequestPatternDocument } from '../requests/request-schemas.ts'
import { MappingDocument } from '../stubs/mapping-schemas.ts'
import { SettingsDocument } from '../stubs/settings.ts'

// What WireMock's calls take and give. What a client is handed in WireMock's own shape is told of there.

const closed = { additionalProperties: false }
const text = (description: string) => Type.Optional(Type.String({ description }))
const dropped = Type.Optional(
  Type.Integer({ description: 'how many requests fell out of the journal and are not counted, where there are any' })
)
const requestJournalDisabled = Type.Literal(false)

export const IdParams = Type.Object({ id: Type.String({ description: 'a UUID' }) })
export type IdParams = Static<typeof IdParams>
export const ScenarioParams = Type.Object({ name: Type.String({ description: 'the name of a scenario' }) })
export type ScenarioParams = Static<typeof ScenarioParams>

export const JournalQuery = Type.Object({
  limit: text('how many at most'),
  since: text('an ISO 8601 date'),
  unmatched: text('true for those alone that nothing was there for'),
  matchingStub: text('the id of a stub, for those alone that it answered')
})
export type JournalQuery = Static<typeof JournalQuery>
export const WaitQuery = Type.Object({
  atLeast: text('answer as soon as so many are there'),
  timeoutMs: text('and with what there is after so long, in milliseconds')
})
export type WaitQuery = Static<typeof WaitQuery>
export const PageQuery = Type.Object({ limit: text('how many at most'), offset: text('how many to leave out first') })
export type PageQuery = Static<typeof PageQuery>

export const LoggedRequestShown = Type.Object(
  { url: Type.String(), method: Type.String() },
  { description: 'A request, in the shape of WireMock.' }
)
export const ServeEvent = Type.Object(
  { id: Type.String(), request: LoggedRequestShown, wasMatched: Type.Boolean() },
  { description: 'A request and what was answered, in the shape of WireMock.' }
)
export const Journal = Type.Object(
  {
    requests: Type.Array(ServeEvent),
    meta: Type.Object({ total: Type.Integer(), dropped }, closed),
    requestJournalDisabled
  },
  closed
)
export const Count = Type.Object({ count: Type.Integer(), dropped, requestJournalDisabled }, closed)
export const Found = Type.Object({ requests: Type.Array(LoggedRequestShown), dropped, requestJournalDisabled }, closed)
export const Removed = Type.Object({ serveEvents: Type.Array(ServeEvent) }, closed)

export const NearMisses = Type.Object(
  {
    nearMisses: Type.Array(
      Type.Object({
        request: Type.Object({ url: Type.Optional(Type.String()), method: Type.Optional(Type.String()) }),
        stubMapping: Type.Optional(MappingDocument),
        requestPattern: Type.Optional(RequestPatternDocument),
        matchResult: Type.Object({ distance: Type.Number({ minimum: 0, maximum: 1 }) })
      })
    )
  },
  closed
)

export const Mappings = Type.Object(
  { mappings: Type.Array(MappingDocument), meta: Type.Object({ total: Type.Integer() }, closed) },
  closed
)
export const ImportDocument = Type.Object(
  {
    mappings: Type.Array(Type.Unknown()),
    importOptions: Type.Optional(
      Type.Object(
        {
          duplicatePolicy: Type.Optional(Type.Union([Type.Literal('OVERWRITE'), Type.Literal('IGNORE')])),
          deleteAllNotInImport: Type.Optional(Type.Boolean())
        },
        closed
      )
    ),
    meta: Type.Optional(Type.Unknown())
  },
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
          mappings: Type.Array(MappingDocument)
        },
        closed
      )
    )
  },
  closed
)
export const ScenarioState = Type.Object({ state: Type.Optional(Type.String()) }, closed)
export const Settings = Type.Object({ settings: SettingsDocument }, closed)
