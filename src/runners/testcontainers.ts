import { basename } from 'node:path'
import { AbstractStartedContainer, GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import type { Fixtures, TestMock } from './options.ts'

export type * from './options.ts'

const PORT = 3000

/**
 * A container with the mock, for the package testcontainers.
 *
 * @example
 * const container = await new MockContainer().withFixtures('test/fixtures.json').start()
 * const mock = await container.sandbox('w1')
 */
export class MockContainer extends GenericContainer {
  #adminToken: string | undefined

  /** @param image by default the one that `docker build -t atrium-atms-mock .` creates */
  constructor(image = 'atrium-atms-mock') {
    super(image)
    this.withExposedPorts(PORT)
      .withEnvironment({ MOCK_EPHEMERAL: 'true' })
      .withWaitStrategy(Wait.forHttp('/__admin/health', PORT))
  }

  /** The fixtures that the server starts with. */
  withFixtures(fixtures: Fixtures): this {
    if (typeof fixtures !== 'string') {
      const target = '/fixtures/fixtures.json'
      return this.withCopyContentToContainer([{ content: JSON.stringify(fixtures), target }]).#startWith(target)
    }
    if (!/[/\\.]/.test(fixtures)) return this.#startWith(fixtures)
    const target = `/fixtures/${basename(fixtures)}`
    return this.withCopyFilesToContainer([{ source: fixtures, target }]).#startWith(target)
  }

  /** Requires this token for the control API; `sandbox` and `reset` send it. */
  withAdminToken(token: string): this {
    this.#adminToken = token
    return this.withEnvironment({ MOCK_ADMIN_TOKEN: token })
  }

  override async start(): Promise<StartedMockContainer> {
    return new StartedMockContainer(await super.start(), this.#adminToken)
  }

  #startWith(fixtures: string): this {
    return this.withEnvironment({ MOCK_FIXTURES: fixtures })
  }
}

/** A running container with the mock. */
export class StartedMockContainer extends AbstractStartedContainer {
  readonly #adminToken: string | undefined

  constructor(container: StartedTestContainer, adminToken?: string) {
    super(container)
    this.#adminToken = adminToken
  }

  /** The address of the server, without a trailing slash. */
  url(): string {
    return `http://${this.getHost()}:${this.getMappedPort(PORT)}`
  }

  /** The sandbox with this name, created on first use. */
  async sandbox(name = 'default'): Promise<TestMock> {
    const { openSandbox } = await import('./test-sandbox.ts')
    const { mock } = await openSandbox(await this.#server(), name)
    return mock
  }

  /** Resets the sandbox `default` to its fixtures, or to other ones. */
  async reset(fixtures?: Fixtures): Promise<void> {
    await (await this.sandbox()).reset(fixtures)
  }

  async #server() {
    const { serverAt } = await import('./control.ts')
    return serverAt(this.url(), this.#adminToken)
  }
}
