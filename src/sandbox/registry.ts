import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { memoryLog } from '../log/memory-log.ts'
import type { Auth } from './credentials.ts'
import { DefaultSandboxKept, InvalidSandboxName, TooManySandboxes, UnknownSandbox } from './errors.ts'
import { Sandbox, type SandboxOptions } from './sandbox.ts'
import { initialState } from './sandbox-state.ts'

export interface RegistryOptions extends SandboxOptions {
  /** The most sandboxes there may be, including `default`. */
  readonly maxSandboxes: number
  /** Sandboxes idle for this long are dropped, in seconds. */
  readonly sandboxTtl: number
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

/** The sandboxes of a server, by name. Each is created on first use; `default` always exists. */
export class SandboxRegistry {
  readonly default: Sandbox
  readonly #options: RegistryOptions
  readonly #sandboxes = new Map<string, Sandbox>()
  #fixtures: FixtureSet

  constructor(options: RegistryOptions, fixtures: FixtureSet, defaultSandbox: Sandbox) {
    this.#options = options
    this.#fixtures = fixtures
    this.default = defaultSandbox
    this.#sandboxes.set(defaultSandbox.name, defaultSandbox)
  }

  get auth(): Auth {
    return this.#options.auth
  }

  /** The server's fixtures: what a new sandbox starts with. */
  get fixtures(): FixtureSet {
    return this.#fixtures
  }

  set fixtures(fixtures: FixtureSet) {
    this.#fixtures = fixtures
  }

  /** The sandbox with this name, if it exists and has not been idle for too long. */
  get(name: string): Sandbox | undefined {
    const sandbox = this.#sandboxes.get(name)
    if (sandbox === undefined || !this.#isIdle(sandbox)) return sandbox
    this.#forget(sandbox)
    return undefined
  }

  /**
   * The sandbox with this name, created if necessary. The cost does not depend on the size of the fixtures.
   *
   * @throws InvalidSandboxName, TooManySandboxes
   */
  open(name: string, fixtures = this.#fixtures): Sandbox {
    const known = this.get(name)
    if (known !== undefined) return known
    const sandbox = this.draft(name, fixtures)
    this.#makeRoom()
    this.#sandboxes.set(name, sandbox)
    return sandbox
  }

  /** The sandbox that `open` would create. The registry does not keep it. @throws InvalidSandboxName */
  draft(name: string, fixtures = this.#fixtures): Sandbox {
    // Callers in JavaScript may pass a variable that is not set.
    if (typeof name !== 'string' || !NAME.test(name)) throw new InvalidSandboxName(name)
    return new Sandbox(name, this.#options, initialState(fixtures, this.#options.fileStubs.files), memoryLog)
  }

  /** @throws DefaultSandboxKept, UnknownSandbox */
  drop(name: string): void {
    if (name === this.default.name) throw new DefaultSandboxKept()
    const sandbox = this.get(name)
    if (sandbox === undefined) throw new UnknownSandbox(name)
    this.#forget(sandbox)
  }

  /** All sandboxes in use, in order of creation. */
  all(): Sandbox[] {
    this.dropIdle()
    return [...this.#sandboxes.values()]
  }

  /** Drops the sandboxes that have been idle for too long. Called at least every minute: the clocks rely on it. */
  dropIdle(): void {
    for (const sandbox of this.#sandboxes.values()) if (this.#isIdle(sandbox)) this.#forget(sandbox)
  }

  #forget(sandbox: Sandbox): void {
    sandbox.dispose()
    this.#sandboxes.delete(sandbox.name)
  }

  #isIdle(sandbox: Sandbox): boolean {
    const now = sandbox.clock.running()
    if (sandbox === this.default || sandbox.isInUse) return false
    return now - sandbox.lastUsed > this.#options.sandboxTtl * 1000
  }

  #makeRoom(): void {
    const { maxSandboxes } = this.#options
    if (this.#sandboxes.size < maxSandboxes) return
    this.dropIdle()
    if (this.#sandboxes.size >= maxSandboxes) throw new TooManySandboxes(maxSandboxes)
  }
}
