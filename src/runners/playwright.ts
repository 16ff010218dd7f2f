import { test as base } from '@playwright/test'
import type { MockServer } from './open-server.ts'
import type { Fixtures, MockFixtures, ServerOptions } from './options.ts'

export { expect } from '@playwright/test'
export type * from './options.ts'

export interface MockTestFixtures extends MockFixtures {
  /** The fixtures of each test, if they are not those of the server: an option for `use`. */
  readonly mockFixtures: Fixtures | undefined
}
export interface MockWorkerFixtures {
  /** Which mock the tests use: an option for `use`. */
  readonly mockOptions: ServerOptions
  /** The mock of the worker. */
  readonly mockServer: MockServer
}

/** Playwright's `test`, with a sandbox for each test. A failed test gets the requests to its sandbox as attachments. */
export const test = base.extend<MockTestFixtures, MockWorkerFixtures>({
  mockOptions: [{}, { option: true, scope: 'worker' }],
  mockServer: [
    async ({ mockOptions }, use) => {
      const { openServer } = await import('./open-server.ts')
      const server = await openServer(mockOptions)
      await use(server)
      await server.close()
    },
    { scope: 'worker' }
  ],
  mockFixtures: [undefined, { option: true }],
  mock: async ({ mockServer, mockFixtures }, use, info) => {
    const { mock, failure, drop } = await mockServer.open(info.title, mockFixtures)
    await use(mock)
    if (info.status !== info.expectedStatus) {
      const { text, har } = await failure()
      await info.attach('mock-requests.txt', { body: text, contentType: 'text/plain' })
      await info.attach('mock-requests.har', { body: har, contentType: 'application/json' })
    }
    await drop()
  },
  mockUrl: async ({ mock }, use) => use(mock.url)
})
