import type { Static } from '@sinclair/typebox'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { type ChaosMark, chaosMarkOf, stubsOf } from '../chaos/chaos-stubs.ts'
import { type InvalidProfile, problemsOf } from '../chaos/profiles.ts'
import { activeProfiles, faultIn, shownFault } from '../chaos/report.ts'
import { Problems } from '../common/problems.ts'
import { errorsIn, schemaProblems } from '../common/schema-problems.ts'
import { suggestion } from '../common/suggestion.ts'
import type { Decision } from '../sandbox/changes.ts'
import { readJournal } from '../sandbox/journal-access.ts'
import type { SandboxState } from '../sandbox/sandbox-state.ts'
import type { Stub } from '../wiremock/stubs/stub-mapping.ts'
import { objectOf } from './body.ts'
import { ChaosQuery, ChaosStopQuery, chaosChoice, DEFAULT_SEED } from './chaos-schemas.ts'
import { InvalidDocument } from './errors.ts'
import { apiNames, DEFAULT_LIMIT } from './history-schemas.ts'
import type { ControlOptions } from './options.ts'
import { limitIn } from './query.ts'
import { longList } from './wiremock/long-list.ts'
import { removeMappings, requireStubsWithinLimit } from './wiremock/mapping-edits.ts'

const MOST_SHOWN = 100

/** Starts and stops chaos profiles, and shows which requests got which faults. */
export const chaos: FastifyPluginAsync<ControlOptions> = async (app, { apis, profiles, redaction }) => {
  app.get<{ Querystring: ChaosQuery }>(
    '/chaos',
    { config: { query: ChaosQuery }, schema: { operationId: 'read_chaos' } },
    async ({ sandbox, query }) => {
      const limit = limitIn(query.limit) ?? DEFAULT_LIMIT
      const { valid, invalid } = await profiles.all()
      const journal = await readJournal(sandbox)
      const { state, turns } = sandbox
      const found: object[] = []
      let total = 0
      await turns.each(journal.newestFirst(), (entry) => {
        const fault = faultIn(entry)
        if (fault === undefined) return
        total++
        if (found.length < limit) found.push(shownFault(journal.idOf(entry), entry, fault, redaction))
      })
      const rest = {
        active: activeProfiles(state.stubs.stubs),
        profiles: valid.map(({ name, title, effect }) => ({ name, title, effect })),
        invalid: [...invalid].slice(0, MOST_SHOWN).map(shownInvalid),
        meta: { total, dropped: journal.dropped }
      }
      return longList('faults', found, (fault) => fault, rest, turns)
    }
  )

  app.post('/chaos', { schema: { operationId: 'start_chaos' } }, async (request) => {
    const { profile: name, seed = DEFAULT_SEED, apis: only } = choiceIn(request, apis)
    const profile = await profiles.get(name)
    const stubs = await stubsOf(profile, { seed, apis: only })
    const ids = stubs.map(({ document }) => document.id)
    return request.change(({ stubs: { stubs: present } }: SandboxState) => {
      const remove = idsOf(present, (mark) => mark.profile === name).filter((id) => !ids.includes(id))
      const added = ids.filter((id) => present.get(id) === undefined)
      requireStubsWithinLimit(present.size - remove.length + added.length)
      const result = { profile: name, seed, apis: only ?? null, stubs: ids }
      return { change: { op: 'stubs', remove, put: stubs }, result }
    })
  })

  app.delete<{ Querystring: ChaosStopQuery }>(
    '/chaos',
    { config: { query: ChaosStopQuery }, schema: { operationId: 'stop_chaos' } },
    async (request) => {
      const { profile } = request.query
      const isStopped = ({ profile: name }: ChaosMark): boolean => profile === undefined || name === profile
      const { result } = stop(request.sandbox.state, isStopped)
      // A profile whose file was removed can still be stopped.
      if (profile !== undefined && result.stopped === 0) await profiles.requireKnown(profile)
      return request.change((state) => stop(state, isStopped))
    }
  )
}

const shownInvalid = ([file, error]: readonly [string, InvalidProfile]): object => ({
  file,
  problems: problemsOf(error)
    .slice(0, MOST_SHOWN)
    .map(({ pointer, expected }) => `${pointer && `${pointer}: `}${expected}`)
})

function stop(state: SandboxState, isStopped: (mark: ChaosMark) => boolean): Decision<{ stopped: number }> {
  const ids = idsOf(state.stubs.stubs, isStopped)
  const { change } = removeMappings(state, ids)
  return { change, result: { stopped: ids.length } }
}

/** The ids of the stubs that profiles created. */
const idsOf = (stubs: Iterable<Stub>, isWanted: (mark: ChaosMark) => boolean): string[] =>
  [...stubs].flatMap(({ mapping }) => {
    const mark = chaosMarkOf(mapping)
    return mark !== undefined && isWanted(mark) ? mapping.document.id : []
  })

/** @throws BadBody, InvalidDocument with all problems */
function choiceIn({ body }: FastifyRequest, apis: readonly Api[]): Static<ReturnType<typeof chaosChoice>> {
  const schema = chaosChoice(apis)
  // A number that JavaScript cannot represent is no seed.
  const choice: unknown = JSON.parse(JSON.stringify(objectOf(body)))
  const problems = new Problems()
  for (const { pointer, expected } of schemaProblems(errorsIn(schema, choice), '')) problems.add(pointer, expected)
  if (problems.total > 0) throw new InvalidDocument(problems)
  const valid = choice as Static<typeof schema>
  const names = apiNames(apis)
  for (const [i, api] of (valid.apis ?? []).entries()) {
    if (!names.includes(api))
      problems.add(`/apis/${i}`, `unknown API '${api}'${suggestion(api, names)} (available: ${names.join(', ')})`)
  }
  if (problems.total > 0) throw new InvalidDocument(problems)
  return valid
}
