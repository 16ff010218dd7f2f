import { Value } from '@sinclair/typebox/value'
import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import type { RunningMock } from '../../src/mock/running-mock.ts'
import { startServer } from '../../src/mock/start-mock.ts'
import { MockOptions } from '../../src/options/options.ts'

/** A mock with a data directory, and its notices. */
export interface PersistentMock extends RunningMock {
  readonly notices: readonly string[]
}

/** Starts a mock on a data directory. */
export async function mockOn(t: Test, dataDir: string, options: Partial<MockOptions> = {}): Promise<PersistentMock> {
  const notices: string[] = []
  const mock = await openMock({ dataDir, ...options }, (text) => notices.push(text))
  t.teardown(() => mock.close())
  return { ...mock, notices }
}

/** Starts a mock that the test closes. @param notice called with each notice */
export async function openMock(options: Partial<MockOptions>, notice: (text: string) => void): Promise<RunningMock> {
  const complete = Value.Default(MockOptions, { port: 0, ...options }) as MockOptions
  return (await startServer(complete, apis, { notice })).mock
}
