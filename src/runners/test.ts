import type { MockServer } from './open-server.ts'
import type { Fixtures, MockFixtures, RunnerOptions } from './options.ts'
import type { TestSandbox } from './test-sandbox.ts'

export type * from './options.ts'

/** Wraps the function of a test. @param fixtures of this test, if they are not those of the server */
export type WithMock = <Rest extends unknown[]>(
  body: (mock: MockFixtures, ...rest: Rest) => unknown,
  fixtures?: Fixtures
) => (...rest: Rest) => Promise<void>

/**
 * For Jest, node:test, and every other runner whose tests are functions: gives each test a sandbox. If a test fails, prints the requests to
 * its sandbox, and writes them to a HAR file. The same applies to a test that has not ended when the runner stops waiting.
 *
 * @example
 * const withMock = mockForTests(after)
 * test('creates a user', withMock(async ({ mock, mockUrl }) => {
 *   await createUser(mockUrl)
 *   await mock.expectRequest({ method: 'POST', urlPath: '/users' })
 * }))
 *
 * @param after registers a function that runs after all tests: `after` of node:test, or `afterAll` of Jest
 * @param options which mock the tests use
 */
export function mockForTests(
  after: (close: () => Promise<void>) => unknown,
  { failureFolder, ...options }: RunnerOptions = {}
): WithMock {
  requireFunction(
    'mockForTests',
    after,
    'the function that runs after all tests, such as after of node:test or afterAll of Jest'
  )
  if (failureFolder !== undefined && (typeof failureFolder !== 'string' || failureFolder === ''))
    throw new TypeError(`option failureFolder: expected the path of a folder, not ${JSON.stringify(failureFolder)}`)
  let server: Promise<MockServer> | undefined
  const unfinished = new Set<TestSandbox>()
  const show = async ({ mock, failure }: TestSandbox, rest: readonly unknown[]): Promise<void> => {
    const { writeFailure } = await import('./failure-files.ts')
    const written = failure().then((journal) => writeFailure(journal, mock.name, failureFolder))
    // The error of the test matters more than that its journal cannot be read.
    report(await written.catch(({ message }) => `the requests of this test are unknown: ${message}`), rest)
  }
  after(async () => {
    // Runners do not tell a test that its time is over. Its context reports nothing any more.
    for (const sandbox of unfinished) await show(sandbox, [])
    await (await server?.catch(() => undefined))?.close()
  })
  const open = async (): Promise<MockServer> => (await import('./open-server.ts')).openServer(options)
  return (body, fixtures) => {
    requireFunction('withMock', body, 'the function of the test')
    return async (...rest) => {
      server ??= open()
      const sandbox = await (await server).open(titleIn(rest), fixtures)
      const { mock, drop } = sandbox
      unfinished.add(sandbox)
      try {
        await body({ mock, mockUrl: mock.url }, ...rest)
      } catch (error) {
        await show(sandbox, rest)
        await drop().catch(() => {})
        throw error
      } finally {
        unfinished.delete(sandbox)
      }
      await drop()
    }
  }
}

/** @throws TypeError */
function requireFunction(caller: string, given: unknown, expected: string): void {
  if (typeof given !== 'function') throw new TypeError(`${caller}: expected ${expected}, not ${String(given)}`)
}

/** The test context of node:test and tap is the first argument of a test. */
interface TestContext {
  readonly name?: unknown
  diagnostic?(text: string): void
}
interface JestExpect {
  getState?(): { readonly currentTestName?: string; currentConcurrentTestName?(): string | undefined }
}

const contextIn = ([first]: readonly unknown[]): TestContext =>
  typeof first === 'object' && first !== null ? (first as TestContext) : {}

/** The title of the running test, for the name of its sandbox. */
function titleIn(rest: readonly unknown[]): string {
  const { name } = contextIn(rest)
  const { expect }: { expect?: JestExpect } = globalThis as object
  const { currentTestName, currentConcurrentTestName } = expect?.getState?.() ?? {}
  return String(name ?? currentConcurrentTestName?.() ?? currentTestName ?? 'test')
}

function report(text: string, rest: readonly unknown[]): void {
  const context = contextIn(rest)
  if (context.diagnostic === undefined) console.error(text)
  else for (const line of text.trimEnd().split('\n')) context.diagnostic(line)
}
