import { type Static, Type } from '@sinclair/typebox'
import { correlationQuery } from '../correlation.ts'

// The parameters of the WireMock calls. Stub mappings and request patterns have their own schemas.

const closed = { additionalProperties: false }

/** The response header with the number of requests that were evicted from the journal. */
export const DROPPED_HEADER = 'Mock-Journal-Dropped'
export const INCOMPLETE_HEADER = 'Mock-Journal-Incomplete'

export const UUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
export const WHOLE_NUMBER = '^[0-9]{1,10}$'
const number = (description: string) => Type.Optional(Type.String({ pattern: WHOLE_NUMBER, description }))

export const IdParams = Type.Object({ id: Type.String({ pattern: UUID, description: 'a UUID' }) })
export type IdParams = Static<typeof IdParams>
export const FileParams = Type.Object({
  name: Type.String({ description: 'a path below `__files`; its slashes may also be sent as they are' })
})
export const ScenarioParams = Type.Object({ name: Type.String({ description: 'the name of a scenario' }) })
export type ScenarioParams = Static<typeof ScenarioParams>

/** Selects requests of the journal. */
const selection = {
  limit: number('the maximum number of results'),
  offset: number('how many results to skip'),
  since: Type.Optional(
    Type.String({ format: 'date-time', description: 'an ISO 8601 date; only requests whose loggedDate is not earlier' })
  ),
  unmatched: Type.Optional(
    Type.String({ enum: ['true', 'false'], description: 'true: only requests that no route and no stub matched' })
  ),
  matchingStub: Type.Optional(
    Type.String({ pattern: UUID, description: 'the id of a stub: only requests that it matched' })
  ),
  ...correlationQuery
}
export const HarQuery = Type.Object(selection)
export type HarQuery = Static<typeof HarQuery>
export const JournalQuery = Type.Object({
  ...selection,
  summary: Type.Optional(
    Type.String({
      enum: ['true', 'false'],
      description: 'true: without headers and bodies, in the format of the events `request` and `response`'
    })
  )
})
export type JournalQuery = Static<typeof JournalQuery>
export const ExplanationQuery = Type.Object({
  stub: Type.Optional(
    Type.String({ pattern: UUID, description: 'the id of the stub; by default the one that responded, or the nearest' })
  )
})
export type ExplanationQuery = Static<typeof ExplanationQuery>
export const NearMissQuery = Type.Object({
  explain: Type.Optional(
    Type.String({
      enum: ['true', 'false'],
      description: 'true: with the id of each request, and its parts next to those of the pattern'
    })
  )
})
export type NearMissQuery = Static<typeof NearMissQuery>
export const WaitQuery = Type.Object({
  atLeast: number('wait until the journal contains this many of them'),
  timeoutMs: number('the longest time to wait, in milliseconds'),
  ...correlationQuery
})
export type WaitQuery = Static<typeof WaitQuery>
export const PageQuery = Type.Object({
  limit: number('the maximum number of results'),
  offset: number('how many results to skip')
})
export type PageQuery = Static<typeof PageQuery>
/** WireMock.Net's client sends it with every reset. The stubs of files are always loaded. */
export const ResetQuery = Type.Object({ reloadStaticMappings: Type.Optional(Type.String()) })

export const ScenarioState = Type.Object({ state: Type.Optional(Type.String()) }, closed)
