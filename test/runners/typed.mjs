// The types of the entries, next to those of the runners: as ES modules and as CommonJS.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../generators/toolbox.mjs'
import { project } from './project.mjs'

const USES = `
  import { test as playwrightTest, expect, type MockTestFixtures, type MockWorkerFixtures } from 'atrium-atms-mock/playwright'
  import { test as vitestTest, testWith } from 'atrium-atms-mock/vitest'
  import { mockForTests, type TestMock } from 'atrium-atms-mock/test'
  import { MockContainer, type StartedMockContainer } from 'atrium-atms-mock/testcontainers'
  import { after, test as nodeTest } from 'node:test'

  playwrightTest.use({ mockOptions: { fixtures: 'paging' }, mockFixtures: 'empty' })
  playwrightTest('x', async ({ mock, mockUrl, page }) => {
    await page.goto(mockUrl)
    const found = await mock.expectRequest({ method: 'POST', json: { a: 1 } }, { times: 1 })
    expect(found[0]?.url).toBe('/users')
    // @ts-expect-error unknown member
    await mock.expectRequest({ path: '/users' })
  })
  testWith({ fixtures: 'paging', failureFolder: 'x' })('x', async ({ mock, mockUrl }) => {
    const url: string = mockUrl
    await fetch(url, { headers: mock.credentials.atms })
  })
  vitestTest('x', async ({ mock }) => mock.expectNoRequest({ bodyContains: 'a' }))
  const withMock = mockForTests(after, { url: 'http://localhost:3000' })
  nodeTest('x', withMock(async ({ mock }) => mock.reset('paging'), 'empty'))
  const inJest = mockForTests(afterAll)
  test('x', inJest(async ({ mock }) => mock.reset()))
  test.each([1, 2])('x %i', inJest(async ({ mock }, n: number) => mock.reset(n === 1 ? 'paging' : undefined)))
  export async function use(): Promise<TestMock> {
    const started: StartedMockContainer = await new MockContainer().withFixtures('paging').withStartupTimeout(1000).start()
    await started.reset()
    return started.sandbox(started.url())
  }
  export type All = [MockTestFixtures, MockWorkerFixtures]`

/** Calls a running mock as if it ran in a container. */
const CONTAINER = `
  import assert from 'node:assert/strict'
  import { MockContainer, StartedMockContainer } from 'atrium-atms-mock/testcontainers'
  import { startMock } from 'atrium-atms-mock'
  const running = await startMock({ adminToken: 'secret' })
  const started = new StartedMockContainer({ getHost: () => '127.0.0.1', getMappedPort: () => running.port }, 'secret')
  assert.equal(started.url(), running.url)
  const mock = await started.sandbox('w1')
  assert.equal((await fetch(mock.url + '/users', { headers: mock.credentials.atrium })).status, 200)
  await mock.expectRequest({ urlPath: '/users' }, { times: 1 })
  await started.reset('paging')
  const container = new MockContainer().withFixtures('paging').withAdminToken('secret')
  assert.deepEqual(container.environment, { MOCK_EPHEMERAL: 'true', MOCK_FIXTURES: 'paging', MOCK_ADMIN_TOKEN: 'secret' })
  await running.close()`

export const typed = {
  name: 'typed',
  run: (tarball) =>
    project(tarball, 'playwright', async (cwd, binary) => {
      for (const name of ['typed.mts', 'typed.cts']) writeFileSync(join(cwd, name), USES)
      const strict = [
        '--strict',
        '--noEmit',
        '--exactOptionalPropertyTypes',
        '--skipLibCheck',
        '--target',
        'es2022',
        '--lib',
        'es2022,dom'
      ]
      const types = ['--types', 'node,jest']
      await run(binary('tsc'), [...strict, ...types, '--module', 'nodenext', 'typed.mts', 'typed.cts'], { cwd })
      writeFileSync(join(cwd, 'container.mjs'), CONTAINER)
      await run(process.execPath, ['container.mjs'], { cwd })
    })
}
