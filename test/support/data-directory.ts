import { cp } from 'node:fs/promises'
import { Value } from '@sinclair/typebox/value'
import type { Test } from 'tap'
import type { RunningMock } from '../../src/mock/running-mock.ts'
import { runMock } from '../../src/mock/start-mock.ts'
import { MockOptions } from '../../src/options/options.ts'
import { temporaryFolder } from './temporary.ts'

/** A mock that keeps its state in a folder, and what it told of it. */
export interface KeptMock extends RunningMock {
  readonly notices: readonly string[]
}

/** Starts a mock on a data directory. */
export async function mockOn(t: Test, dataDir: string, options: Partial<MockOptions> = {}): Promise<KeptMock> {
  const notices: string[] = []
  const mock = await openMock({ dataDir, ...options }, (text) => notices.push(text))
  t.teardown(() => mock.close())
  return { ...mock, notices }
}

/** @param notice told what the mock tells. @returns one that the test closes */
export function openMock(options: Partial<MockOptions>, notice: (text: string) => void): Promise<RunningMock> {
  return runMock(Value.Default(MockOptions, { port: 0, ...options }) as MockOptions, { notice })
}

/** What a kill at this moment would leave of a data directory: its files, without the lock that the process holds. */
export async function imageOf(t: Test, dataDir: string): Promise<string> {
  const image = await temporaryFolder(t)
  await cp(dataDir, image, { recursive: true, filter: (file) => !file.endsWith('.sock') })
  return image
}
