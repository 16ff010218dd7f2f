import type { Test } from 'tap'
import { type MockOptions, type RunningMock, startMock } from '../../src/index.ts'

/** A mock of its own for a test, on a free port, in memory unless the options say otherwise; closed when the test ends. */
export async function mockFor(t: Test, options: MockOptions = {}): Promise<RunningMock> {
  const mock = await startMock({ port: 0, ...options })
  t.teardown(() => mock.close())
  return mock
}
