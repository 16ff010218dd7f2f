import type { Records } from '../api/define-api.ts'
import { mapAtOnce } from '../common/map-at-once.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { OpenedLog, SharedLog, SharedStore } from '../log/shared-store.ts'
import { stubDocuments } from '../wiremock/stubs/stub-json.ts'
import { TooManySandboxes } from './errors.ts'
import type { OwnOptions } from './own-options.ts'
import { oldestRevision, stateAt } from './rewind.ts'
import { Sandbox } from './sandbox.ts'
import type { SandboxOptions } from './sandbox-options.ts'
import { SharedSources } from './shared-sources.ts'
import { requireRoomForSandbox } from './state-memory.ts'
import { sweepInterval } from './sweep-interval.ts'

export interface SharedOptions extends SandboxOptions {
  readonly maxSandboxes: number
  readonly apis: readonly Records[]
  /** Called with errors that no request gets. */
  readonly failure: (error: Error) => void
}

interface Loaded {
  readonly sandbox: Sandbox
  readonly log: SharedLog
  /** The options that were chosen for it; `undefined` for those of the server. */
  chosen: object | undefined
}

/** A sandbox, and whether this call has created it. */
export interface OpenedSandbox {
  readonly sandbox: Sandbox
  readonly isNew: boolean
}

const DEFAULT = 'default'
/** How many sandboxes are loaded at the same time. */
const AT_ONCE = 16

/**
 * The sandboxes that this server shares with others. Each is loaded on first use, and follows the changes of the others from then on. One
 * that is not loaded takes no memory here.
 */
export class SharedSandboxes {
  readonly store: SharedStore
  /** The loaded sandboxes. */
  readonly loaded = new Map<string, Sandbox>()
  readonly #options: SharedOptions
  readonly #sources: SharedSources
  readonly #logs = new Map<string, Loaded>()
  readonly #creating = new Map<string, Promise<boolean>>()
  readonly #loading = new Map<string, Promise<Sandbox | undefined>>()
  #sweptAt: number

  constructor(store: SharedStore, options: SharedOptions, fixtures: FixtureSet) {
    this.store = store
    this.#options = options
    this.#sources = new SharedSources(store, options.apis, options.sources, fixtures)
    this.#sweptAt = 0
  }

  /**
   * Brings the sandboxes of a request up to date.
   *
   * @param names of the sandboxes that it may use
   * @param isExact whether local reads are not enough
   * @throws StoreUnavailable
   */
  async prepare(names: Iterable<string>, isExact = false): Promise<void> {
    await this.store.prepare(isExact)
    for (const name of names) await this.#update(name)
  }

  /** Loads all sandboxes. @throws StoreUnavailable */
  async loadAll(): Promise<Sandbox[]> {
    await mapAtOnce(this.store.names(), AT_ONCE, (name) => this.#update(name))
    return [...this.loaded.values()]
  }

  /** The sandbox with this name, which is created if it does not exist. @throws TooManySandboxes, MemoryLimitReached, StoreUnavailable */
  async open(name: string, fixtures: FixtureSet): Promise<OpenedSandbox> {
    let isNew = false
    for (;;) {
      const sandbox = await this.find(name)
      if (sandbox !== undefined) return { sandbox, isNew }
      const other = this.#creating.get(name)
      const creating = other ?? this.create(name, fixtures).finally(() => this.#creating.delete(name))
      this.#creating.set(name, creating)
      isNew = (await creating) && other === undefined
    }
  }

  /** The sandbox with this name, which is loaded if necessary; `undefined` if it does not exist. @throws MemoryLimitReached, StoreUnavailable */
  async find(name: string): Promise<Sandbox | undefined> {
    return this.#logs.get(name)?.sandbox ?? this.#load(name)
  }

  /** Replaces the options of a sandbox. @throws StoreUnavailable */
  async setOwn(sandbox: Sandbox, own: Partial<OwnOptions>): Promise<void> {
    const loaded = this.#logs.get(sandbox.name)
    await loaded?.log.setOptions(own)
    if (loaded !== undefined) loaded.chosen = own
    sandbox.setOwn(own)
  }

  /** When a sandbox was last used. @param here on this server */
  lastUsed(name: string, here: Date): Date {
    const elsewhere = this.store.lastUsedElsewhere(name)
    return elsewhere !== undefined && elsewhere > here ? elsewhere : here
  }

  /** Tells the others which sandboxes were used here, and drops those that nobody uses any more. */
  async sweep(): Promise<void> {
    const used = new Map<string, Date>([[DEFAULT, new Date(0)]])
    const since = this.#sweptAt
    for (const [name, { isInUse, lastUsed, lastUsedAt, clock }] of this.loaded) {
      this.#sweptAt = clock.running()
      if (isInUse || lastUsed > since) used.set(name, lastUsedAt)
    }
    const { sandboxTtl } = this.#options
    // The others report their uses at the same interval.
    const ttl = sandboxTtl * 1000 + 2 * sweepInterval(sandboxTtl)
    await this.store.sweep(used, ttl).catch(() => {
      // Without the store, nothing can be dropped. The next sweep reports these uses.
      this.#sweptAt = since
    })
  }

  async #update(name: string): Promise<void> {
    const known = this.#logs.get(name)
    if (known === undefined) {
      if (this.store.has(name)) await this.#load(name)
      return
    }
    if (known.log.hasNews) await known.sandbox.catchUp()
    if (known.log.isLong) void this.#compact(known).catch(this.#options.failure)
  }

  /** @returns `undefined` if it does not exist */
  #load(name: string): Promise<Sandbox | undefined> {
    const loading = this.#loading.get(name) ?? this.#read(name).finally(() => this.#loading.delete(name))
    this.#loading.set(name, loading)
    return loading
  }

  async #read(name: string): Promise<Sandbox | undefined> {
    requireRoomForSandbox(this.#options.fileStubs.files, this.#options.budget)
    const opened = await this.store.open(name)
    if (opened === undefined) return undefined
    const { state, files } = await this.#sources.base(opened)
    const { log, base } = opened
    const options = { ...this.#options, sources: this.#sources.of(opened) }
    const sandbox = new Sandbox(name, options, state, log, { id: opened.id, created: base.created, files })
    const loaded: Loaded = { sandbox, log, chosen: base.options }
    if (base.options !== undefined) sandbox.setOwn(base.options)
    const setOwn = (own: object): void => {
      loaded.chosen = own
      sandbox.setOwn(own)
    }
    let isClosed = false
    const close = (): void => {
      isClosed = true
      this.#forget(sandbox)
    }
    this.#follow(opened, sandbox, setOwn, close)
    await sandbox.catchUp()
    if (isClosed) return this.#read(name)
    const replaced = this.loaded.get(name)
    this.#logs.set(name, loaded)
    this.loaded.set(name, sandbox)
    replaced?.dispose(false)
    return sandbox
  }

  #follow(opened: OpenedLog, sandbox: Sandbox, options: (own: object) => void, closed: () => void): void {
    opened.follow({
      // A request that cannot read a change reports that.
      news: () => void sandbox.catchUp().catch(() => {}),
      options,
      closed
    })
  }

  /** @returns whether this server has created the sandbox: `false` if it exists. @throws TooManySandboxes, StoreUnavailable */
  async create(name: string, fixtures: FixtureSet): Promise<boolean> {
    if (this.store.has(name)) return false
    const { files } = this.#options.fileStubs
    const { maxSandboxes } = this.#options
    this.#sources.remember(fixtures)
    await this.store.keepFixtures(fixtures)
    await this.store.keepStubs(stubDocuments(files))
    const base = { fixtures, files: files.sha256 }
    let result = await this.store.create(name, base, maxSandboxes)
    if (result === 'full') {
      await this.sweep()
      result = await this.store.create(name, base, maxSandboxes)
    }
    if (result === 'full') throw new TooManySandboxes(maxSandboxes)
    return result === 'created'
  }

  async #compact({ sandbox, log, chosen }: Loaded): Promise<void> {
    const revision = oldestRevision(sandbox)
    const state = stateAt(sandbox, revision)
    const { name, sha256 } = state.fixtures
    const base = { revision, fixtures: { name, sha256 }, files: state.stubs.files, created: sandbox.created }
    await log.compact({ ...base, options: chosen }, () => this.#sources.snapshot(state))
  }

  /** The default sandbox stays until it was loaded again. */
  #forget(sandbox: Sandbox): void {
    const { name } = sandbox
    if (this.loaded.get(name) !== sandbox) return
    this.#logs.delete(name)
    if (name === DEFAULT) return
    this.loaded.delete(name)
    sandbox.dispose(!this.store.has(name))
  }
}
