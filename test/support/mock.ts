import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import { type MockOptions, type RunningMock, startMock } from '../../src/index.ts'
import { type AssembledMock, assemble } from '../../src/mock/assemble.ts'
import { libraryOptions } from '../../src/mock/library-options.ts'
import { watchResponses } from './conformance.ts'
import { testStore } from './test-store.ts'

/**
 * Starts a mock for a test, on a free port and in memory unless the options say otherwise. It closes when the test ends. The test
 * fails if a response differed from the published documents.
 */
export async function mockFor(t: Test, options: MockOptions = {}): Promise<RunningMock> {
  const mock = await startMock({ port: 0, ...testStore(options), ...options })
  const conformance = watchResponses(mock.port)
  t.teardown(async () => {
    await mock.close()
    const problems = conformance.end()
    if (problems.length > 0) throw new Error(`responses differ from the published documents:\n${problems.join('\n')}`)
  })
  return mock
}

/** Assembles a mock without ports for a test. Plugins can be registered until it is ready. It closes when the test ends. */
export async function assembledFor(t: Test, options: MockOptions = {}): Promise<AssembledMock> {
  const assembled = await assemble(libraryOptions({ ...testStore(options), ...options }, apis), apis)
  t.teardown(() => assembled.close())
  return assembled
}
