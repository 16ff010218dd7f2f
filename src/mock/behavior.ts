import { readFile, stat } from 'node:fs/promises'
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
import type { Followed } from '../server/docs/follow-behavior.ts'

/** A behavior profile is invalid. The message names the file, the rules, and what is possible. */
export class BehaviorError extends Error {
  override readonly name = 'BehaviorError'
}

const Profile = Type.Object({ behavior: Type.Record(Type.String(), Type.String()) })
const EXAMPLE = '{"behavior": {"RULE": "ALTERNATIVE"}}'
/** What messages call a profile that is an object. */
const OPTION = 'option behavior'

/** The alternatives that a server follows. */
export interface BehaviorProfile {
  /** For the code of the APIs. */
  readonly behavior: Behavior
  /** The same, for people. */
  readonly followed: readonly Followed[]
  /** The file that chose them; `undefined` if an object did. */
  readonly file: string | undefined
}

/**
 * Reads a behavior profile. Only a server with one loads the rules.
 *
 * @param source a file with the member `behavior`, or an object with that member, or the value of that member. Other members are ignored
 * @throws BehaviorError with all problems; the system's error for a file that cannot be read
 */
export async function readBehavior(
  apis: readonly Api[],
  source: string | object | undefined
): Promise<BehaviorProfile> {
  const file = typeof source === 'string' ? source : undefined
  if (source === undefined) return { behavior: new Map(), followed: [], file }
  const name = file ?? OPTION
  const profile = typeof source === 'string' ? await readProfile(source) : wrapped(source)
  if (!Check(Profile, profile)) throw new BehaviorError(`${name}: ${typeProblems(profile)}`)
  const chosen = Object.entries(profile.behavior)
  const known = await alternativesIn(apis)
  const problems = chosen.flatMap(([rule, id]) => problemOf(rule, id, known) ?? [])
  if (problems.length > 0) throw new BehaviorError([`${name}: invalid behavior profile`, ...problems].join('\n  '))
  const names = new Map(chosen)
  const followed = [...known.values()].flat().filter(({ rule, alternative }) => names.get(rule) === alternative)
  const behavior = new Map(followed.map(({ rule, alternative }) => [rule, alternative]))
  return { behavior, followed, file }
}

async function readProfile(file: string): Promise<unknown> {
  if ((await stat(file)).isDirectory()) throw new BehaviorError(`${file} is a folder. Use a file`)
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

type Known = ReadonlyMap<string, readonly Followed[]>

/** The alternatives of every rule. */
async function alternativesIn(apis: readonly Api[]): Promise<Known> {
  const known = new Map<string, Followed[]>()
  for (const api of apis) {
    const book = await api.rules?.()
    for (const { id: rule, alternatives = [] } of book === undefined ? [] : rulesIn(book)) {
      const followed = alternatives.map(({ id, text, responses = {} }) => ({
        api: api.name,
        rule,
        alternative: id,
        text,
        responses
      }))
      known.set(rule, followed)
    }
  }
  return known
}

function problemOf(rule: string, alternative: string, known: Known): string | undefined {
  const ids = known.get(rule)?.map(({ alternative }) => alternative)
  const rules = [...known].flatMap(([id, alternatives]) => (alternatives.length > 0 ? id : []))
  const others = `Rules with alternatives: ${rules.join(', ')}`
  if (ids === undefined) return `unknown rule '${rule}'${suggestion(rule, [...known.keys()]) || `. ${others}`}`
  if (ids.length === 0) return `${rule}: this rule has no alternatives. ${others}`
  if (ids.includes(alternative)) return undefined
  return `${rule}: unknown alternative '${alternative}'${suggestion(alternative, ids)} (available: ${ids.join(', ')})`
}
