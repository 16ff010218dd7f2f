import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import type { Api } from '../api/define-api.ts'
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
import { type ShownChange, shownChange } from './history-entry.ts'
import { DEFAULT_LIMIT, DifferenceQuery, HIGHEST_LIMIT, HistoryQuery } from './history-schemas.ts'
import type { ControlOptions } from './options.ts'
import { flag } from './query.ts'
import { causeOf, resetResult } from './state.ts'
import { longList } from './wiremock/long-list.ts'

/** Shows and reverses the changes of a sandbox. */
export const history: FastifyPluginAsync<ControlOptions> = async (app, { apis }) => {
  app.get<{ Querystring: HistoryQuery }>(
    '/history',
    { config: { query: HistoryQuery }, schema: { operationId: 'list_history' } },
    async ({ sandbox, query }) => {
      const { limit, isWanted } = filterOf(apis, query)
      const matching = sandbox.history.newestFirst().filter(isWanted)
      const before = revisionIn('before', query.before) ?? Number.POSITIVE_INFINITY
      const shown = matching.filter(({ revision }) => revision < before).slice(0, limit)
      const { revision } = sandbox.state
      const meta = { total: matching.length, revision, oldest: oldestRevision(sandbox) }
      return longList('changes', shown, (entry) => shownChange(apis, entry), { meta }, sandbox.turns)
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
    await undo(request.openSandbox(), apis, revision, causeOf(request))
    return resetResult(apis, request.sandbox)
  })

  app.post('/history/restore', { schema: { operationId: 'restore_revision' } }, async (request) => {
    const revision = revisionOf(request.body)
    await restore(request.openSandbox(), revision, causeOf(request))
    return resetResult(apis, request.sandbox)
  })
}

/** The revision that a body names: `{"revision":12}`. @throws BadBody */
function revisionOf(body: unknown): number {
  const { revision, ...others } = objectOf(body)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new BadBody(`unknown field '${unknown}': the only field is revision`)
  if (revision === undefined) throw new BadBody('revision: required field is missing')
  if (typeof revision === 'number' && Number.isSafeInteger(revision) && revision >= 0) return revision
  throw new BadBody(`revision: expected a whole number of at least 0, not ${JSON.stringify(revision)}`)
}

/** @throws BadBody */
const revisionIn = (name: string, text: string | undefined): number | undefined => wholeNumber(name, text)

function required(name: string, text: string | undefined): number {
  const revision = revisionIn(name, text)
  if (revision === undefined) throw new BadQuery(`${name}: missing: send a revision, as in ?from=1&to=5`)
  return revision
}

/** What a query selects. @throws BadBody, BadQuery */
function filterOf(apis: readonly Api[], { limit, api, list, key, request, uses }: HistoryQuery) {
  const most = wholeNumber('limit', limit) ?? DEFAULT_LIMIT
  if (most > HIGHEST_LIMIT) throw new BadQuery(`limit: expected at most ${HIGHEST_LIMIT}, not ${most}`)
  const among = apis.filter(({ name }) => api === undefined || name === api)
  requireKnown('api', api, names(apis))
  requireKnown('list', list, [...new Set(among.flatMap(({ lists }) => Object.keys(lists)))])
  const showsUses = flag('uses', uses)
  const isWanted = (entry: HistoryEntry): boolean => {
    if (!showsUses && entry.change.op === 'useStub') return false
    if (request !== undefined && !isCausedBy(entry, request)) return false
    if (api === undefined && list === undefined && key === undefined) return true
    return 'list' in entry.change && hasPlace(shownChange(apis, entry), api, list, key)
  }
  return { limit: most, isWanted }
}

const names = (apis: readonly Api[]): string[] => apis.map(({ name }) => name)

const hasPlace = (shown: ShownChange, api?: string, list?: string, key?: string): boolean =>
  (api === undefined || shown.api === api) &&
  (list === undefined || shown.list === list) &&
  (key === undefined || shown.key?.toLowerCase() === key.toLowerCase())

const isCausedBy = ({ cause }: HistoryEntry, request: string): boolean =>
  cause !== undefined && 'request' in cause && cause.request === request.toLowerCase()

function requireKnown(name: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return
  throw new BadQuery(`${name}: unknown value '${value}'${suggestion(value, known)} (available: ${known.join(', ')})`)
}
