import { Entropy } from '../common/clock-and-ids.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { NO_LOG } from '../state/store.ts'
import type { Auth } from './admission.ts'
import { DefaultSandboxKept, InvalidSandboxName, TooManySandboxes, UnknownSandbox } from './errors.ts'
import { Sandbox, type SandboxOptions } from './sandbox.ts'

export interface RegistryOptions extends SandboxOptions {
  /** How many sandboxes there may be, `default` among them. */
  readonly maxSandboxes: number
  /** After how many seconds without a request a sandbox is dropped. */
  readonly sandboxTtl: number
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

/** The sandboxes of a server, by name. Each comes into being on first use; `default` is always there. */
export class SandboxRegistry {
  readonly default: Sandbox
  readonly #options: RegistryOptions
  readonly #clock = new Entropy()
  readonly #sandboxes = new Map<string, Sandbox>()
  /** What a new sandbox holds. */
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

  /** What a new sandbox holds: the server's fixtures. */
  get fixtures(): FixtureSet {
    return this.#fixtures
  }

  set fixtures(fixtures: FixtureSet) {
    this.#fixtures = fixtures
  }

  /** The sandbox of that name, where it is there and in use. */
  get(name: string): Sandbox | undefined {
    const sandbox = this.#sandboxes.get(name)
    if (sandbox === undefined || !this.#isIdle(sandbox)) return sandbox
    this.#forget(sandbox)
    return undefined
  }

  /**
   * The sandbox of that name, made on the spot where there is none: that costs nothing that grows with its fixtures.
   *
   * @throws InvalidSandboxName, TooManySandboxes
   */
  open(name: string, fixtures = this.#fixtures): Sandbox {
    const known = this.get(name)
    if (known !== undefined) return known
    // Of callers in JavaScript too: a variable that is not set would name a sandbox `undefined`.
    if (typeof name !== 'string' || !NAME.test(name)) throw new InvalidSandboxName(name)
    this.#makeRoom()
    const sandbox = new Sandbox(name, this.#options, fixtures, NO_LOG)
    this.#sandboxes.set(name, sandbox)
    return sandbox
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

  /** Lets go of the sandboxes that nobody has used for as long as the options say. */
  dropIdle(): void {
    for (const sandbox of this.#sandboxes.values()) if (this.#isIdle(sandbox)) this.#forget(sandbox)
  }

  #forget(sandbox: Sandbox): void {
    // Its journal gives back what it takes of the memory that all share.
    sandbox.journal.clear()
    this.#sandboxes.delete(sandbox.name)
  }

  #isIdle(sandbox: Sandbox): boolean {
    if (sandbox === this.default || sandbox.journal.isAwaited) return false
    return this.#clock.monotonic() - sandbox.lastUsed > this.#options.sandboxTtl * 1000
  }

  #makeRoom(): void {
    const { maxSandboxes } = this.#options
    if (this.#sandboxes.size < maxSandboxes) return
    this.dropIdle()
    if (this.#sandboxes.size >= maxSandboxes) throw new TooManySandboxes(maxSandboxes)
  }
}
