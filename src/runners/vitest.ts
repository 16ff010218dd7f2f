import { test as base, recordArtifact, type TestArtifactBase } from 'vitest'
import type { MockServer } from './open-server.ts'
import type { Fixtures, MockFixtures, RunnerOptions } from './options.ts'

export type * from './options.ts'

/** The requests to the sandbox of a failed test. */
export interface MockRequestsArtifact extends TestArtifactBase {
  readonly type: 'atrium-atms-mock:requests'
}

declare module 'vitest' {
  interface TestArtifactRegistry {
    'atrium-atms-mock:requests': MockRequestsArtifact
  }
}

export interface MockTestFixtures extends MockFixtures {
  /** The fixtures of each test, if they are not those of the server. Change them with `test.override`. */
  readonly mockFixtures: Fixtures | undefined
  /** The mock of the worker. */
  readonly mockServer: MockServer
}

/**
 * Vitest's `test`, with a sandbox for each test. A failed test prints the requests to its sandbox, and writes them to a HAR file.
 *
 * @param options which mock the tests use
 */
export const testWith = ({ failureFolder, ...options }: RunnerOptions = {}) =>
  base.extend<MockTestFixtures & { readonly mockOptions: RunnerOptions }>({
    mockOptions: [options, { scope: 'worker' }],
    mockServer: [
      async ({ mockOptions }, use) => {
        const { openServer } = await import('./open-server.ts')
        const server = await openServer(mockOptions)
        await use(server)
        await server.close()
      },
      { scope: 'worker' }
    ],
    mockFixtures: undefined,
    mock: async ({ mockServer, mockFixtures, task }, use) => {
      const { mock, failure, drop } = await mockServer.open(task.name, mockFixtures)
      await use(mock)
      const isFailure = (task.result?.state === 'fail') !== (task.fails === true)
      if (isFailure) {
        const { writeFailure } = await import('./failure-files.ts')
        const journal = await failure()
        console.error(await writeFailure(journal, mock.name, failureFolder))
        const attachments = [{ contentType: 'application/json', body: journal.har, bodyEncoding: 'utf-8' as const }]
        await recordArtifact(task, { type: 'atrium-atms-mock:requests', attachments })
      }
      await drop()
    },
    mockUrl: async ({ mock }, use) => use(mock.url)
  })

export const test = testWith()
