import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { toJson } from '../common/exact-json.ts'
import { comparable } from '../common/exact-number.ts'
import { inTurns } from '../common/in-turns.ts'
import { suggestion } from '../common/suggestion.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import type { HistoryEntry } from '../sandbox/history.ts'
import { restore } from '../sandbox/put-back.ts'
import { oldestRevision, stateAt } from '../sandbox/rewind.ts'
import { undo } from '../sandbox/undo.ts'
import { objectOf } from './body.ts'
import { wholeNumber } from './documents.ts'
import { BadBody, BadQuery } from './errors.ts'
import { differenceText } from './history-difference.ts'
import { keyOf, shownChange } from './history-entry.ts'
import {
  apiNames,
  DEFAULT_LIMIT,
  DifferenceQuery,
  type HistoryQuery,
  historyQuery,
  listNames
} from './history-schemas.ts'
import type { ControlOptions } from './options.ts'
import { flag, limitIn } from './query.ts'
import { causeOf, resetResult } from './state.ts'
import { longList } from './wiremock/long-list.ts'

/** Shows and reverses the changes of a sandbox. */
export const history: FastifyPluginAsync<ControlOptions> = async (app, { apis, redaction }) => {
  app.get<{ Querystring: HistoryQuery }>(
    '/history',
    { config: { query: historyQuery(apis) }, schema: { operationId: 'list_history' } },
    async ({ sandbox, query }) => {
      const { limit, isWanted } = filterOf(apis, query)
      const matching = sandbox.history.newestFirst().filter(isWanted)
      const before = revisionIn('before', query.before) ?? Number.POSITIVE_INFINITY
      const shown = matching.filter(({ revision }) => revision < before).slice(0, limit)
      const { revision } = sandbox.state
      const meta = { total: matching.length, revision, oldest: oldestRevision(sandbox) }
      return longList('changes', shown, (entry) => shownChange(apis, redaction, entry), { meta }, sandbox.turns)
    }
  )

  app.get<{ Params: { revision: string } }>(
    '/history/:revision/state',
    { schema: { operationId: 'read_state_at' } },
    async ({ sandbox, params }) => {
      const state = stateAt(sandbox, revisionIn('revision', params.revision) ?? 0)
      return Readable.from(inTurns(fixtureText(apis, state.apis)))
    }
  )

  app.get<{ Querystring: DifferenceQuery }>(
    '/history/diff',
    { config: { query: DifferenceQuery }, schema: { operationId: 'compare_states' } },
    async ({ sandbox, query, room }) => {
      const [from, to] = [required('from', query.from), required('to', query.to)]
      const reserve = (bytes: number): void => room.resize(Math.max(room.bytes, bytes))
      const states = [stateAt(sandbox, from), stateAt(sandbox, to)] as const
      return Readable.from(inTurns(await differenceText(apis, states, sandbox.turns, reserve)))
    }
  )

  app.post('/history/undo', { schema: { operationId: 'undo_change' } }, async (request) => {
    const revision = revisionOf(request.body)
    const sandbox = await request.openSandbox()
    return resetResult(apis, sandbox, await undo(sandbox, apis, revision, { ...causeOf(request), revision }))
  })

  app.post('/history/restore', { schema: { operationId: 'restore_revision' } }, async (request) => {
    const revision = revisionOf(request.body)
    const sandbox = await request.openSandbox()
    return resetResult(apis, sandbox, await restore(sandbox, revision, { ...causeOf(request), revision }))
  })
}

/** The revision that a body names: `{"revision":12}`. @throws BadBody */
function revisionOf(body: unknown): number {
  const { revision: sent, ...others } = objectOf(body)
  // 12.0 is a whole number, too.
  const revision = comparable(sent)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new BadBody(`unknown field '${unknown}': the only field is revision`)
  if (revision === undefined) throw new BadBody('revision: required field is missing')
  if (typeof revision === 'number' && Number.isSafeInteger(revision) && revision >= 0) return revision
  throw new BadBody(`revision: expected a whole number of at least 0, not ${toJson(sent)}`)
}

/** @throws BadBody */
const revisionIn = (name: string, text: string | undefined): number | undefined => wholeNumber(name, text)

function required(name: string, text: string | undefined): number {
  const revision = revisionIn(name, text)
  if (revision === undefined) throw new BadQuery(`${name}: missing: send a revision, as in ?from=1&to=5`)
  return revision
}

/** What a query selects. @throws BadQuery */
function filterOf(apis: readonly Api[], { limit, api, list, key, request, uses }: HistoryQuery) {
  requireKnown('api', api, apiNames(apis))
  requireKnown('list', list, listNames(apis))
  const showsUses = flag('uses', uses)
  const selectsRecord = api !== undefined || list !== undefined || key !== undefined
  const isWanted = ({ change, cause }: HistoryEntry): boolean => {
    if (!showsUses && change.op === 'useStub') return false
    if (request !== undefined && !(cause && 'request' in cause && cause.request === request.toLowerCase())) return false
    if (!selectsRecord) return true
    if (!('list' in change)) return false
    if ((api !== undefined && change.api !== api) || (list !== undefined && change.list !== list)) return false
    return key === undefined || keyOf(apis, change).toLowerCase() === key.toLowerCase()
  }
  return { limit: limitIn(limit) ?? DEFAULT_LIMIT, isWanted }
}

/** @throws BadQuery */
function requireKnown(name: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return
  throw new BadQuery(`${name}: unknown value '${value}'${suggestion(value, known)} (available: ${known.join(', ')})`)
}
