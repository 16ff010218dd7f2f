import type { Static } from '@sinclair/typebox'
import type { Api } from '../api/define-api.ts'
import { type ChaosMark, chaosMarkOf, stubsOf } from '../chaos/chaos-stubs.ts'
import { type InvalidProfile, type Profiles, problemsOf } from '../chaos/profiles.ts'
import { type ActiveProfile, activeProfiles, type ChaosReport, faultIn, shownFault } from '../chaos/report.ts'
import { Problems } from '../common/problems.ts'
import { errorsIn, schemaProblems } from '../common/schema-problems.ts'
import { suggestion } from '../common/suggestion.ts'
import type { Decision } from '../sandbox/changes.ts'
import { readJournal } from '../sandbox/journal-access.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { SandboxState } from '../sandbox/sandbox-state.ts'
import type { Redaction } from '../wiremock/journal/redaction.ts'
import type { Stub } from '../wiremock/stubs/stub-mapping.ts'
import { objectOf } from './body.ts'
import { chaosChoice, DEFAULT_SEED } from './chaos-schemas.ts'
import { InvalidDocument } from './errors.ts'
import { apiNames } from './history-schemas.ts'
import { removeMappings, requireStubsWithinLimit } from './wiremock/mapping-edits.ts'

const MOST_SHOWN = 100

type Decide<R> = (state: SandboxState) => Decision<R>

/**
 * Prepares the start of a profile.
 *
 * @param body the text of a JSON object with the profile, the seed, and the APIs
 * @throws BadBody, InvalidDocument with all problems; UnknownProfile; FixtureFileError for an invalid file
 */
export async function startOfChaos(
  body: unknown,
  apis: readonly Api[],
  profiles: Profiles
): Promise<Decide<ActiveProfile>> {
  const { profile: name, seed = DEFAULT_SEED, apis: only } = choiceIn(body, apis)
  const stubs = await stubsOf(await profiles.get(name), { seed, apis: only })
  const ids = stubs.map(({ document }) => document.id)
  return ({ stubs: { stubs: present } }) => {
    const remove = idsOf(present, (mark) => mark.profile === name).filter((id) => !ids.includes(id))
    const added = ids.filter((id) => present.get(id) === undefined)
    requireStubsWithinLimit(present.size - remove.length + added.length)
    const result = { profile: name, seed, apis: only ?? null, stubs: ids }
    return { change: { op: 'stubs', remove, put: stubs }, result }
  }
}

/** Prepares the end of a profile, or of all. @throws UnknownProfile */
export async function endOfChaos(
  profile: string | undefined,
  { state }: Sandbox,
  profiles: Profiles
): Promise<Decide<{ stopped: number }>> {
  const decide: Decide<{ stopped: number }> = (state) => {
    const ids = idsOf(state.stubs.stubs, ({ profile: name }) => profile === undefined || name === profile)
    const { change } = removeMappings(state, ids)
    return { change, result: { stopped: ids.length } }
  }
  // A profile whose file was removed can still be stopped.
  if (profile !== undefined && decide(state).result.stopped === 0) await profiles.requireKnown(profile)
  return decide
}

/** Which request got which fault. @param limit the maximum number of faults */
export async function chaosReport(
  sandbox: Sandbox,
  profiles: Profiles,
  redaction: Redaction,
  limit: number
): Promise<ChaosReport> {
  const { valid, invalid } = await profiles.all()
  const journal = await readJournal(sandbox)
  const { state, turns } = sandbox
  const faults: ChaosReport['faults'][number][] = []
  let total = 0
  await turns.each(journal.newestFirst(), (entry) => {
    const fault = faultIn(entry)
    if (fault === undefined) return
    total++
    if (faults.length < limit) faults.push(shownFault(journal.idOf(entry), entry, fault, redaction))
  })
  return {
    faults,
    active: activeProfiles(state.stubs.stubs),
    profiles: valid.map(({ name, title, effect }) => ({ name, title, effect })),
    invalid: [...invalid].slice(0, MOST_SHOWN).map(shownInvalid),
    meta: { total, dropped: journal.dropped }
  }
}

const shownInvalid = ([file, error]: readonly [string, InvalidProfile]) => ({
  file,
  problems: problemsOf(error)
    .slice(0, MOST_SHOWN)
    .map(({ pointer, expected }) => `${pointer && `${pointer}: `}${expected}`)
})

/** The ids of the stubs that profiles created. */
const idsOf = (stubs: Iterable<Stub>, isWanted: (mark: ChaosMark) => boolean): string[] =>
  [...stubs].flatMap(({ mapping }) => {
    const mark = chaosMarkOf(mapping)
    return mark !== undefined && isWanted(mark) ? mapping.document.id : []
  })

/** @throws BadBody, InvalidDocument with all problems */
function choiceIn(body: unknown, apis: readonly Api[]): Static<ReturnType<typeof chaosChoice>> {
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
