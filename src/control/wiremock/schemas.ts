import { type Static, Type } from '@sinclair/typebox'

// What the routes of WireMock's calls take beside stub mappings and request patterns.

const closed = { additionalProperties: false }
const text = (description: string) => Type.Optional(Type.String({ description }))

export const UUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
export const WHOLE_NUMBER = '^[0-9]{1,10}$'
const number = (description: string) => Type.Optional(Type.String({ pattern: WHOLE_NUMBER, description }))

export const IdParams = Type.Object({ id: Type.String({ pattern: UUID, description: 'a UUID' }) })
export type IdParams = Static<typeof IdParams>
export const ScenarioParams = Type.Object({ name: Type.String({ description: 'the name of a scenario' }) })
export type ScenarioParams = Static<typeof ScenarioParams>

export const JournalQuery = Type.Object({
  limit: number('how many at most'),
  since: Type.Optional(Type.String({ format: 'date-time', description: 'an ISO 8601 date' })),
  unmatched: text('true for those alone that nothing was there for'),
  matchingStub: text('the id of a stub, for those alone that it answered')
})
export type JournalQuery = Static<typeof JournalQuery>
export const WaitQuery = Type.Object({
  atLeast: number('answer as soon as so many are there'),
  timeoutMs: number('and with what there is after so long, in milliseconds')
})
export type WaitQuery = Static<typeof WaitQuery>
export const PageQuery = Type.Object({
  limit: number('how many at most'),
  offset: number('how many to leave out first')
})
export type PageQuery = Static<typeof PageQuery>

export const ScenarioState = Type.Object({ state: Type.Optional(Type.String()) }, closed)
