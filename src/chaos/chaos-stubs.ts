import { hash } from 'node:crypto'
import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { Problems } from '../common/problems.ts'
import { FixtureFileError } from '../fixtures/fixture-file.ts'
import type { StubMapping } from '../wiremock/stubs/stub-mapping.ts'
import type { Profile } from './profile-schema.ts'

/** In the metadata of a stub that a profile created. */
const ChaosMark = Type.Object({ profile: Type.String(), seed: Type.Integer() })
export type ChaosMark = Static<typeof ChaosMark>

/** After stubs of your own, which have priority 5 by default. */
const PRIORITY = 10

/** How a profile was started. */
export interface ChaosChoice {
  readonly seed: number
  /** The emulated APIs that it is limited to; `undefined` for every request. */
  readonly apis: readonly string[] | undefined
}

/** The profile and the seed of a stub; `undefined` for a stub that no profile created. */
export function chaosMarkOf({ document }: StubMapping): ChaosMark | undefined {
  const mark: unknown = Reflect.get(document.metadata ?? {}, 'chaos')
  return Check(ChaosMark, mark) ? mark : undefined
}

/**
 * The stubs of a profile. They have the same ids each time, so that a second start replaces those of the first.
 *
 * @throws FixtureFileError if the profile has become invalid
 */
export async function stubsOf({ name, title, mappings }: Profile, choice: ChaosChoice): Promise<StubMapping[]> {
  const { compileMapping } = await import('../wiremock/stubs/compile-mapping.ts')
  const problems = new Problems()
  const stubs = mappings.flatMap((mapping, i) => {
    const marked = withMark({ name: title, priority: PRIORITY, ...mapping }, name, i, choice)
    return compileMapping(marked, idOf(name, i), `/mappings/${i}`, problems) ?? []
  })
  if (problems.total > 0) throw new FixtureFileError(`the profile ${name}`, problems)
  return stubs
}

function withMark(mapping: object, profile: string, index: number, { seed, apis }: ChaosChoice): object {
  const { id: _id, uuid: _uuid, metadata, ...others }: Readonly<Record<string, unknown>> = { ...mapping }
  const mock = Reflect.get(Object(metadata), 'mock')
  return {
    ...others,
    metadata: {
      ...Object(metadata),
      // Each stub decides independently, also of the stubs of other profiles.
      mock: { ...Object(mock), seed: `${profile}/${index}/${seed}`, ...(apis !== undefined && { apis }) },
      chaos: { profile, seed }
    }
  }
}

/** A UUID made from the name of the profile and the place of the stub in it. */
const idOf = (profile: string, index: number): string =>
  hash('sha256', `chaos/${profile}/${index}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
