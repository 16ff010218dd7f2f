import type { Spender } from '../common/eviction-order.ts'
import { MemoryBudget, type MemoryReport } from '../common/memory-budget.ts'
import type { Reservation } from '../common/reservation.ts'
import type { Coverages } from '../coverage/coverages.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { LogCounts } from '../log/log-counts.ts'
import { memoryLog } from '../log/memory-log.ts'
import type { Auth } from './credentials.ts'
import { DefaultSandboxKept, InvalidSandboxName, TooManySandboxes, UnknownSandbox } from './errors.ts'
import { Sandbox } from './sandbox.ts'
import type { SandboxOptions } from './sandbox-options.ts'
import { initialState } from './sandbox-state.ts'
import type { OpenedSandbox, SharedSandboxes } from './shared-sandboxes.ts'
import { requireRoomForSandbox } from './state-memory.ts'

export interface RegistryOptions extends SandboxOptions {
  /** The maximum number of sandboxes, including `default`. */
  readonly maxSandboxes: number
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

export const isSandboxName = (name: string): boolean => NAME.test(name)

/** The sandboxes of a server, by name. Each is created on first use; `default` always exists. */
export class SandboxRegistry {
  /** The sandboxes of other servers, too, if they are shared. */
  readonly shared: SharedSandboxes | undefined
  readonly #options: RegistryOptions
  readonly #sandboxes: Map<string, Sandbox>
  readonly #first: Sandbox
  #fixtures: FixtureSet
  /** The hashes of what the file of the server's fixtures contained before. */
  readonly #outdated = new Set<string>()
  /** Called when a sandbox was created or dropped. */
  onChange: () => void = () => {}
  /** Called when the store of shared sandboxes has become available or unavailable. */
  onAvailability: () => void = () => {}

  constructor(options: RegistryOptions, fixtures: FixtureSet, defaultSandbox: Sandbox, shared?: SharedSandboxes) {
    this.#options = options
    this.#fixtures = fixtures
    this.shared = shared
    this.#first = defaultSandbox
    this.#sandboxes = shared?.loaded ?? new Map([[defaultSandbox.name, defaultSandbox]])
    if (shared !== undefined) shared.store.onSandboxes = () => this.onChange()
  }

  get default(): Sandbox {
    // A shared sandbox is replaced when it has to be loaded again.
    return this.shared?.loaded.get(this.#first.name) ?? this.#first
  }

  /** Which rules of the contracts the requests have demonstrated. */
  get coverages(): Coverages {
    return this.#options.coverages
  }

  get auth(): Auth {
    return this.#options.auth
  }

  /** The memory use of the server. */
  get memory(): MemoryReport {
    return this.#options.budget.report()
  }

  get logCounts(): LogCounts {
    return this.#options.logCounts
  }

  /** The maximum number of sandboxes. */
  get max(): number {
    return this.#options.maxSandboxes
  }

  /** A reservation of memory for a request in progress. */
  reserve(): Reservation {
    return this.#options.budget.reserve()
  }

  /** Accounts for memory that may be evicted. */
  spend(spender: Spender, bytes: number): void {
    this.#options.budget.spend(spender, bytes)
    this.#options.budget.enforce()
  }

  /** The server's fixtures: the initial state of a new sandbox. */
  get fixtures(): FixtureSet {
    return this.#fixtures
  }

  /** Replaces the server's fixtures, because their file has changed. */
  renewFixtures(fixtures: FixtureSet): void {
    this.#outdated.add(this.#fixtures.sha256)
    this.#outdated.delete(fixtures.sha256)
    this.#fixtures = fixtures
  }

  /** What a reset without a name returns to: the sandbox's fixtures, in their newest version. */
  fixturesOf({ state: { fixtures } }: Sandbox): FixtureSet {
    return this.#outdated.has(fixtures.sha256) ? this.#fixtures : fixtures
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
   * @throws InvalidSandboxName, TooManySandboxes, MemoryLimitReached
   */
  open(name: string, fixtures = this.#fixtures): Sandbox {
    const known = this.get(name)
    if (known !== undefined) return known
    requireName(name)
    this.#makeRoom()
    const sandbox = this.#create(name, fixtures, this.#options)
    this.#sandboxes.set(name, sandbox)
    this.onChange()
    return sandbox
  }

  /** The same for sandboxes that may be shared: it has been stored when this resolves. @throws StoreUnavailable, too */
  async openStored(name: string, fixtures = this.#fixtures): Promise<OpenedSandbox> {
    if (this.shared === undefined) {
      const isNew = this.get(name) === undefined
      return { sandbox: this.open(name, fixtures), isNew }
    }
    requireName(name)
    return this.shared.open(name, fixtures)
  }

  /** The sandbox with this name, if it exists, also if only other servers have used it. @throws MemoryLimitReached, StoreUnavailable */
  async find(name: string): Promise<Sandbox | undefined> {
    return this.shared === undefined ? this.get(name) : this.shared.find(name)
  }

  /** Whether there is a sandbox with this name, also if only other servers have used it. */
  has(name: string): boolean {
    return this.shared === undefined ? this.get(name) !== undefined : this.shared.store.has(name)
  }

  /** The sandbox that `open` would create. The registry does not keep it, and it does not count. @throws InvalidSandboxName */
  draft(name: string, fixtures = this.#fixtures): Sandbox {
    requireName(name)
    return this.#create(name, fixtures, { ...this.#options, budget: new MemoryBudget() }, true)
  }

  #create(name: string, fixtures: FixtureSet, options: SandboxOptions, isDraft = false): Sandbox {
    return new Sandbox(name, options, initialState(fixtures, options.fileStubs.files), memoryLog, { isDraft })
  }

  /** @throws DefaultSandboxKept, UnknownSandbox */
  drop(name: string): void {
    if (name === this.default.name) throw new DefaultSandboxKept()
    const sandbox = this.get(name)
    if (sandbox === undefined) throw new UnknownSandbox(name)
    this.#forget(sandbox)
  }

  /** The same for sandboxes that may be shared. @throws StoreUnavailable, too */
  async dropStored(name: string): Promise<void> {
    if (this.shared === undefined || name === this.default.name) this.drop(name)
    else if (!(await this.shared.store.drop(name))) throw new UnknownSandbox(name)
  }

  /** All sandboxes, also those that are not loaded because only other servers use them. @throws StoreUnavailable */
  async loadAll(): Promise<Sandbox[]> {
    return this.shared === undefined ? this.all() : this.shared.loadAll()
  }

  /** All sandboxes in use, in order of creation. */
  all(): Sandbox[] {
    this.dropIdle()
    return [...this.#sandboxes.values()]
  }

  /** Drops the sandboxes that have been idle for too long. The clocks rely on calls at each `sweepInterval`. */
  dropIdle(): void {
    if (this.shared !== undefined) void this.shared.sweep()
    for (const sandbox of this.#sandboxes.values()) if (this.#isIdle(sandbox)) this.#forget(sandbox)
  }

  #forget(sandbox: Sandbox): void {
    sandbox.dispose()
    this.#sandboxes.delete(sandbox.name)
    this.onChange()
  }

  #isIdle(sandbox: Sandbox): boolean {
    const now = sandbox.clock.running()
    // All servers that share a sandbox decide together when it is idle.
    if (this.shared !== undefined || sandbox === this.default || sandbox.isInUse) return false
    return now - sandbox.lastUsed > this.#options.sandboxTtl * 1000
  }

  #makeRoom(): void {
    const { maxSandboxes, budget, fileStubs } = this.#options
    if (this.#sandboxes.size >= maxSandboxes) this.dropIdle()
    if (this.#sandboxes.size >= maxSandboxes) throw new TooManySandboxes(maxSandboxes)
    requireRoomForSandbox(fileStubs.files, budget)
  }
}

function requireName(name: string): void {
  // JavaScript callers may pass `undefined`.
  if (typeof name !== 'string' || !NAME.test(name)) throw new InvalidSandboxName(name)
}
