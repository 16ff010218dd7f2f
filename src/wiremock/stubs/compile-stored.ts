import { parseNestedJson } from '../../common/exact-json.ts'
import { Problems } from '../../common/problems.ts'
import { FixtureFileError } from '../../fixtures/fixture-file.ts'
import { compileMapping } from './compile-mapping.ts'
import type { StubMapping } from './stub-mapping.ts'

/**
 * Compiles mappings that were valid when they were stored. Headers that cannot be sent do not prevent a restart: they are left out.
 *
 * @throws FixtureFileError if they are not valid any more
 */
export function compileStored(documents: readonly unknown[]): StubMapping[] {
  const problems = new Problems()
  const mappings = documents.map((stored, i) => {
    const document = typeof stored === 'string' ? parseNestedJson(stored) : stored
    return compileMapping(document, '', `/stubs/${i}`, problems, new Problems())
  })
  if (problems.total > 0) {
    throw new FixtureFileError('the stored stubs', problems, 'Start with --fresh to discard the saved state')
  }
  return mappings.filter((mapping) => mapping !== undefined)
}
