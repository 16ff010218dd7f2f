import { isDeepStrictEqual } from 'node:util'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { REDACTED } from '../common/secrets.ts'
import { type Checked, fitRecord, readRecord } from '../fixtures/single-record.ts'
import type { Decision } from '../sandbox/changes.ts'
import type { Cause } from '../sandbox/history.ts'
import { lastChanges } from '../sandbox/last-changes.ts'
import { type Referrers, referrersOf } from '../sandbox/referrers.ts'
import type { SandboxState } from '../sandbox/sandbox-state.ts'
import { jsonOf } from './body.ts'
import { wholeNumber } from './documents.ts'
import { InvalidDocument } from './errors.ts'
import { DEFAULT_LIMIT } from './history-schemas.ts'
import type { ControlOptions } from './options.ts'
import { limitIn } from './query.ts'
import { ReferredTo } from './record-errors.ts'
import { asWritten, type ListParams, placeOf, type RecordPlace, recordAt, recordsAt } from './record-place.ts'
import { requiredRevision, requireUnchanged } from './record-revision.ts'
import { searchRecords } from './record-search.ts'
import { RecordsQuery } from './records-schemas.ts'
import { causeOf } from './state.ts'
import { longList } from './wiremock/long-list.ts'

/** In bytes: the largest record. */
const RECORD_LIMIT = 8 * 1024 * 1024

type List = { Params: ListParams; Querystring: RecordsQuery }
type One = { Params: ListParams & { readonly key: string } }

/** Reads and changes the records of a sandbox, without the rules of the emulated APIs. */
export const records: FastifyPluginAsync<ControlOptions> = async (app, { apis }) => {
  app.get<List>(
    '/records/:api/:list',
    { config: { query: RecordsQuery }, schema: { operationId: 'list_records' } },
    async ({ sandbox, params, query }, { raw }) => {
      const place = placeOf(apis, params)
      const { state, turns, history } = sandbox
      const list = recordsAt(state, place)
      const page = { offset: wholeNumber('offset', query.offset) ?? 0, limit: limitIn(query.limit) ?? DEFAULT_LIMIT }
      const entries = history.newestFirst()
      const found = query.q
        ? await searchRecords(list, query.q, page, () => !raw.destroyed, turns)
        : { records: list.slice(page.offset, page.limit), matching: list.size }
      const present = new Map(found.records.map((record) => [list.keyOf(record), record]))
      const revisions = await lastChanges(entries, place, list, present, turns)
      const meta = { total: list.size, matching: found.matching, ...page, revision: state.revision }
      const show = ([key, record]: [string, object]) => shown(place, key, record, revisions.get(key) ?? null)
      return longList('records', [...present], show, { meta }, turns)
    }
  )

  app.get<One>('/records/:api/:list/:key', { schema: { operationId: 'read_record' } }, async ({ sandbox, params }) => {
    const place = placeOf(apis, params)
    const { state, history, turns } = sandbox
    const { key, record } = recordAt(state, place, params.key)
    const entries = history.newestFirst()
    const revisions = await lastChanges(entries, place, recordsAt(state, place), new Map([[key, record]]), turns)
    return shown(place, key, record, revisions.get(key) ?? null)
  })

  app.post<List>(
    '/records/:api/:list',
    { bodyLimit: RECORD_LIMIT, schema: { operationId: 'add_record' } },
    async (request, reply) => {
      const place = placeOf(apis, request.params)
      const complete = valid(readRecord(place, jsonOf(request.body)))
      const decide = ({ apis, revision }: SandboxState) => {
        const record = valid(fitRecord(place, apis[place.api]?.lists ?? {}, complete, request.sandbox.own.seed))
        const result = shown(place, place.definition.keys.key(record), record, revision + 1)
        return { change: place.owner.add(place.list, record), result }
      }
      const result = await request.change(decide, causeIn(request, place))
      reply.code(201)
      return result
    }
  )

  app.put<One>(
    '/records/:api/:list/:key',
    { bodyLimit: RECORD_LIMIT, schema: { operationId: 'replace_record' } },
    async (request) => {
      const place = placeOf(apis, request.params)
      const required = requiredRevision(request)
      const value = jsonOf(request.body)
      const decide = (state: SandboxState) => {
        const { key, record: present } = recordAt(state, place, request.params.key)
        requireUnchanged(request.sandbox, place, key, present, required)
        const complete = valid(readRecord(place, value, present))
        const record = valid(
          fitRecord(place, state.apis[place.api]?.lists ?? {}, complete, request.sandbox.own.seed, present)
        )
        if (isDeepStrictEqual(record, present)) return { result: shown(place, key, present, state.revision) }
        return {
          change: place.owner.replace(place.list, record),
          result: shown(place, key, record, state.revision + 1)
        }
      }
      return request.change<ShownRecord>(decide, causeIn(request, place))
    }
  )

  app.delete<One>('/records/:api/:list/:key', { schema: { operationId: 'remove_record' } }, async (request) => {
    const place = placeOf(apis, request.params)
    const required = requiredRevision(request)
    for (;;) {
      const { sandbox } = request
      const { record } = recordAt(sandbox.state, place, request.params.key)
      const referrers = await referrersOf(place.owner, sandbox.state, place.list, record, sandbox.turns)
      const decide = (state: SandboxState): Decision<{ revision: number } | undefined> => {
        const { key, record } = recordAt(state, place, request.params.key)
        requireUnchanged(request.sandbox, place, key, record, required)
        const found = referrers(state)
        if (found === undefined) return { result: undefined }
        if (found.length > 0) throw new ReferredTo(key, found.map((list) => referrersText(place.api, list)).join('; '))
        return { change: place.owner.remove(place.list, key), result: { revision: state.revision + 1 } }
      }
      const result = await request.change(decide, causeIn(request, place))
      if (result !== undefined) return result
    }
  })
}

interface ShownRecord {
  readonly key: string
  readonly record: unknown
  readonly revision: number | null
}

const shown = ({ definition }: RecordPlace, key: string, record: object, revision: number | null): ShownRecord => ({
  key,
  record: asWritten(definition, record),
  revision
})

/** @throws InvalidDocument */
function valid(checked: Checked) {
  if ('problems' in checked) throw new InvalidDocument(checked.problems)
  return checked.record
}

/** The call as the history names it, without the key of a credential. */
const causeIn = (request: FastifyRequest, { api, list, isSecret }: RecordPlace): Cause =>
  isSecret ? { call: `${request.method} /__admin/records/${api}/${list}/${REDACTED}` } : causeOf(request)

function referrersText(api: string, { list, total, keys }: Referrers): string {
  const more = total > keys.length ? ` and ${total - keys.length} more` : ''
  return `${total} ${total === 1 ? 'record' : 'records'} in ${api}.${list} ${total === 1 ? 'names' : 'name'} it (${keys.join(', ')}${more})`
}
