import type { FastifyPluginAsync } from 'fastify'
import { callerOf } from '../../http/caller.ts'
import { pathOf } from '../../http/known-paths.ts'
import { readJournal } from '../../sandbox/journal-access.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { type ExplainedField, explain, explainState, shownUrl } from '../../wiremock/journal/explanation.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import { RequestView } from '../../wiremock/journal/request-view.ts'
import { nearestStubs } from '../../wiremock/matching/near-misses.ts'
import { inTurns, MAX_STEPS_OF_CALL, Work } from '../../wiremock/matching/work.ts'
import type { Stub } from '../../wiremock/stubs/stub-mapping.ts'
import { requireUuid } from '../documents.ts'
import { ControlNotFound } from '../errors.ts'
import type { ControlOptions } from '../options.ts'
import { reportEvictions } from './evictions.ts'
import { rejectionOf } from './rejection.ts'
import { ExplanationQuery, type IdParams } from './schemas.ts'

/** Why a request of the journal matched a stub or not, and why an emulated API rejected it. */
export const explanation: FastifyPluginAsync<ControlOptions> = async (app, options) => {
  const { redaction } = options
  app.get<{ Params: IdParams; Querystring: ExplanationQuery }>(
    '/requests/:id/explanation',
    { config: { query: ExplanationQuery }, schema: { operationId: 'explain_request' } },
    async (request, reply) => {
      const { sandbox, params, query, address } = request
      const { turns } = sandbox
      const wanted = query.stub === undefined ? undefined : requireUuid(query.stub).toLowerCase()
      const id = requireUuid(params.id)
      const journal = await readJournal(sandbox)
      const entry = journal.find(id)
      if (entry === undefined) {
        reportEvictions(journal, reply)
        throw new ControlNotFound(pathOf(address.sent))
      }
      const work = new Work(MAX_STEPS_OF_CALL, callerOf(reply))
      const view = new RequestView(entry, work)
      const stub =
        wanted === undefined
          ? (entry.stub ?? (await nearestStubs(view, sandbox.stubTable.all, turns))[0]?.candidate)
          : stubOf(wanted, entry, sandbox)
      const fields: readonly ExplainedField[] =
        stub === undefined
          ? []
          : [
              ...(await inTurns(work, turns, () => explain(stub.mapping.pattern, view, redaction))),
              ...explainState(stub, sandbox.state.stubs, entry)
            ]
      const rejection = rejectionOf(entry, options)
      reportEvictions(journal, reply)
      return {
        request: { id: journal.idOf(entry), method: entry.method, url: shownUrl(entry.url, redaction) },
        stub: stub === undefined ? null : nameOf(stub),
        served: stub !== undefined && entry.stub?.mapping.document.id === stub.mapping.document.id,
        matched: stub !== undefined && fields.every(({ matched }) => matched),
        fields,
        ...(rejection !== undefined && { rejection })
      }
    }
  )
}

/** The stub with this id; the journal also has the one that responded, even if it was deleted. @throws ControlNotFound */
function stubOf(wanted: string, { stub: served }: JournalEntry, { state }: Sandbox): Stub {
  const stub = state.stubs.stubs.get(wanted) ?? (served?.mapping.document.id === wanted ? served : undefined)
  if (stub === undefined) throw new ControlNotFound(`/__admin/mappings/${wanted}`)
  return stub
}

const nameOf = ({ mapping: { document } }: Stub) => ({
  id: document.id,
  ...(document.name !== undefined && { name: document.name })
})
