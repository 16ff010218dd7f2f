import { type Static, Type } from '@sinclair/typebox'
import { RequestPatternDocument } from '../requests/request-schemas.ts'

const text = Type.Optional(Type.String())
const dropped = Type.Optional(
  Type.Integer({ description: 'how many requests fell out of the journal and are not counted, where there are any' })
)
const requestJournalDisabled = Type.Literal(false)
const Shown = Type.Object({}, { description: 'in the shape of WireMock' })

export const IdParams = Type.Object({ id: Type.String({ description: 'a UUID' }) })
export type IdParams = Static<typeof IdParams>

export const JournalQuery = Type.Object({
  limit: text,
  since: Type.Optional(Type.String({ description: 'an ISO 8601 date' })),
  unmatched: Type.Optional(Type.String({ description: 'true for those alone that nothing was there for' })),
  matchingStub: Type.Optional(Type.String({ description: 'the id of a stub, for those alone that it answered' }))
})
export type JournalQuery = Static<typeof JournalQuery>

export const WaitQuery = Type.Object({
  atLeast: Type.Optional(Type.String({ description: 'answer as soon as so many are there' })),
  timeoutMs: Type.Optional(Type.String({ description: 'and with what there is after so long' }))
})
export type WaitQuery = Static<typeof WaitQuery>

export const listRequests = {
  summary: 'The request journal, newest first',
  querystring: JournalQuery,
  response: {
    200: Type.Object({
      requests: Type.Array(Shown),
      meta: Type.Object({ total: Type.Integer(), dropped }),
      requestJournalDisabled
    })
  }
}
export const getRequest = { summary: 'A request of the journal', params: IdParams, response: { 200: Shown } }
export const deleteRequests = { summary: 'Empty the journal', response: { 200: Type.Object({}) } }
export const deleteRequest = {
  summary: 'Remove a request from the journal',
  params: IdParams,
  response: { 200: Type.Object({}) }
}
export const countRequests = {
  summary: 'Count the requests that match a pattern, or wait for them',
  querystring: WaitQuery,
  body: RequestPatternDocument,
  response: { 200: Type.Object({ count: Type.Integer(), dropped, requestJournalDisabled }) }
}
export const findRequests = {
  summary: 'The requests that match a pattern, newest first',
  body: RequestPatternDocument,
  response: { 200: Type.Object({ requests: Type.Array(Shown), dropped, requestJournalDisabled }) }
}
export const removeRequests = {
  summary: 'Remove the requests that match a pattern',
  body: RequestPatternDocument,
  response: { 200: Type.Object({ serveEvents: Type.Array(Shown) }) }
}
export const unmatchedRequests = {
  summary: 'The requests that no route and no stub was there for',
  response: { 200: Type.Object({ requests: Type.Array(Shown), dropped, requestJournalDisabled }) }
}
