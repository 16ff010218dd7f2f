import { readFile } from 'node:fs/promises'
import { Type } from '@sinclair/typebox'
import { Errors } from '@sinclair/typebox/errors'
import { Check } from '@sinclair/typebox/value'
import type { Api } from '../api/define-api.ts'
import { duplicateMember } from '../common/duplicate-member.ts'
import { parseNestedJson } from '../common/exact-json.ts'
import { describeInvalidJson } from '../common/invalid-json.ts'
import { schemaProblems } from '../common/schema-problems.ts'
import { suggestion } from '../common/suggestion.ts'
import type { Behavior } from '../rules/behavior.ts'
import { rulesIn } from '../rules/rule.ts'

/** A behavior profile is invalid. The message names the file, the rules, and what is possible. */
export class BehaviorError extends Error {}

const Profile = Type.Object({ behavior: Type.Record(Type.String(), Type.String()) })
const EXAMPLE = '{"behavior": {"RULE": "ALTERNATIVE"}}'
/** What messages call a profile that is an object. */
const OPTION = 'option behavior'

/**
 * Reads a behavior profile.
 *
 * @param source a file with the member `behavior`, or an object with that member, or the value of that member. Other members are ignored
 * @throws BehaviorError with all problems; the system's error for a file that cannot be read
 */
export async function readBehavior(apis: readonly Api[], source: string | object | undefined): Promise<Behavior> {
  if (source === undefined) return new Map()
  const [name, profile] = typeof source === 'string' ? [source, await readProfile(source)] : [OPTION, wrapped(source)]
  if (!Check(Profile, profile)) throw new BehaviorError(`${name}: ${typeProblems(profile)}`)
  const behavior = new Map(Object.entries(profile.behavior))
  const known = await alternativesIn(apis)
  const problems = [...behavior].flatMap(([rule, alternative]) => problemOf(rule, alternative, known) ?? [])
  if (problems.length > 0) throw new BehaviorError([`${name}: invalid behavior profile`, ...problems].join('\n  '))
  return behavior
}

async function readProfile(file: string): Promise<unknown> {
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '')
  let profile: unknown
  try {
    profile = parseNestedJson(text)
  } catch (error) {
    throw new BehaviorError(`${file}: ${describeInvalidJson(text, error as Error)}. Expected ${EXAMPLE}`)
  }
  const duplicate = duplicateMember(text, 'behavior')
  if (duplicate === undefined) return profile
  throw new BehaviorError(`${file}: duplicate rule '${duplicate}': a server follows one alternative of a rule`)
}

const wrapped = (source: object): unknown => ('behavior' in source ? source : { behavior: source })

function typeProblems(profile: unknown): string {
  const [problem] = schemaProblems(Errors(Profile, profile), '')
  const place = problem?.pointer ? `${problem.pointer.slice(1).replaceAll('/', ', ')}: ` : ''
  return `${place}${problem?.expected}. Expected ${EXAMPLE}`
}

/** The ids of the alternatives of every rule. */
async function alternativesIn(apis: readonly Api[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const books = await Promise.all(apis.map(async (api) => (await api.rules?.()) ?? []))
  return new Map(
    books
      .flat()
      .flatMap(rulesIn)
      .map(({ id, alternatives = [] }) => [id, alternatives.map(({ id }) => id)])
  )
}

function problemOf(
  rule: string,
  alternative: string,
  known: ReadonlyMap<string, readonly string[]>
): string | undefined {
  const ids = known.get(rule)
  const rules = [...known].flatMap(([id, alternatives]) => (alternatives.length > 0 ? id : []))
  if (ids === undefined) {
    return `unknown rule '${rule}'${suggestion(rule, [...known.keys()]) || `. Rules with alternatives: ${rules.join(', ')}`}`
  }
  if (ids.length === 0) return `${rule}: the rule has no alternatives. Rules with alternatives: ${rules.join(', ')}`
  if (ids.includes(alternative)) return undefined
  return `${rule}: unknown alternative '${alternative}'${suggestion(alternative, ids)} (available: ${ids.join(', ')})`
}
