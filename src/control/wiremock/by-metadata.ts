import { Problems } from '../../common/problems.ts'
import { Subject } from '../../wiremock/matching/subject.ts'
import type { Stub } from '../../wiremock/stubs/stub-mapping.ts'
import { requireNone } from '../documents.ts'

/** Compiles a pattern for the metadata of stubs. @throws InvalidDefinition */
export async function byMetadata(pattern: unknown): Promise<(stub: Stub) => boolean> {
  const { compileContent } = await import('../../wiremock/matching/content-pattern.ts')
  const problems = new Problems()
  const matcher = compileContent(pattern, '', problems)
  requireNone(problems)
  return ({ mapping: { document } }) =>
    document.metadata !== undefined && matcher.matches(new Subject(JSON.stringify(document.metadata)))
}
