import { toJson } from '../../common/exact-json.ts'
import { Problems } from '../../common/problems.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import { Subject } from '../../wiremock/matching/subject.ts'
import { inTurns, MAX_STEPS_OF_CALL, Work } from '../../wiremock/matching/work.ts'
import type { Stub } from '../../wiremock/stubs/stub-mapping.ts'
import { requireNone } from '../documents.ts'

/** Searches for the stubs whose metadata match a pattern. @throws InvalidDefinition, TooExpensive */
export const stubsByMetadata = (
  pattern: unknown,
  stubs: readonly Stub[],
  sandbox: Sandbox,
  caller: AbortSignal
): Promise<Stub[]> => search(pattern, stubs, (stub) => stub, sandbox, caller)

/** Searches for the requests whose stub has metadata that matches a pattern. @throws InvalidDefinition, TooExpensive */
export const requestsByMetadata = (
  pattern: unknown,
  entries: readonly JournalEntry[],
  sandbox: Sandbox,
  caller: AbortSignal
): Promise<JournalEntry[]> => search(pattern, entries, ({ stub }) => stub, sandbox, caller)

async function search<T>(
  pattern: unknown,
  items: readonly T[],
  stubOf: (item: T) => Stub | undefined,
  { turns, clock }: Sandbox,
  caller: AbortSignal
): Promise<T[]> {
  const { compileWhole } = await import('../../wiremock/matching/content-pattern.ts')
  const problems = new Problems()
  const matcher = compileWhole(pattern, problems)
  requireNone(problems)
  const work = new Work(MAX_STEPS_OF_CALL, caller)
  const now = clock.now().getTime()
  const found: T[] = []
  for (const item of items) {
    const metadata = stubOf(item)?.mapping.document.metadata
    if (metadata === undefined) continue
    const subject = new Subject(toJson(metadata), work, now)
    const matches = (): boolean => {
      work.startPattern()
      return matcher.matches(subject)
    }
    if (await inTurns(work, turns, matches)) found.push(item)
  }
  return found
}
