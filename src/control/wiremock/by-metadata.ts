import { Problems } from '../../common/problems.ts'
import type { Turns } from '../../common/turns.ts'
import { Subject } from '../../wiremock/matching/subject.ts'
import { inTurns, MAX_STEPS_OF_CALL, Work } from '../../wiremock/matching/work.ts'
import type { Stub } from '../../wiremock/stubs/stub-mapping.ts'
import { requireNone } from '../documents.ts'

/** Searches for the stubs whose metadata match a pattern. @throws InvalidDefinition, TooExpensive */
export async function byMetadata(pattern: unknown, stubs: readonly Stub[], turns: Turns): Promise<Stub[]> {
  const { compileWhole } = await import('../../wiremock/matching/content-pattern.ts')
  const problems = new Problems()
  const matcher = compileWhole(pattern, problems)
  requireNone(problems)
  const work = new Work(MAX_STEPS_OF_CALL)
  const found: Stub[] = []
  for (const stub of stubs) {
    const { metadata } = stub.mapping.document
    if (metadata === undefined) continue
    const subject = new Subject(JSON.stringify(metadata), work)
    const matches = (): boolean => {
      work.startPattern()
      return matcher.matches(subject)
    }
    if (await inTurns(work, turns, matches)) found.push(stub)
  }
  return found
}
