import type { Test } from 'tap'
import { type MockOptions, type RunningMock, startMock } from '../../src/index.ts'
import { watchAnswers } from './conformance.ts'

/**
 * A mock of its own for a test, on a free port, in memory unless the options say otherwise; closed when the test ends, which
 * fails where an answer was not as it is published.
 */
export async function mockFor(t: Test, options: MockOptions = {}): Promise<RunningMock> {
  const mock = await startMock({ port: 0, ...options })
  const conformance = watchAnswers(mock.port)
  t.teardown(async () => {
    await mock.close()
    const problems = conformance.end()
    if (problems.length > 0) throw new Error(`not as published:\n${problems.join('\n')}`)
  })
  return mock
}
