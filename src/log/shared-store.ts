import type { FixtureName, FixtureSet } from '../fixtures/fixture-set.ts'
import type { SharedSets } from '../fixtures/shared-sets.ts'
import type { ChangeLog, StubDocuments } from './change-log.ts'
import type { JournalStore } from './journal-store.ts'

/** A sandbox at the revision that its log starts after. */
export interface SharedBase {
  readonly revision: number
  /** What a reset returns to. */
  readonly fixtures: FixtureName
  /** The hash of the `--stubs` files that its stubs are based on. */
  readonly files: string
  /** When the sandbox was created. */
  readonly created: Date
  /** Its own options, as JSON; `undefined` for those of the server. */
  readonly options?: object | undefined
  /** Names the document with the rest; `undefined` for a sandbox that is as its fixtures. */
  readonly snapshot?: string
}

export type NewSandbox = Pick<SharedBase, 'fixtures' | 'files'>
/** `exists`: another server has created it; `full`: there would be too many. */
export type CreateResult = 'created' | 'exists' | 'full'

/** The log of a sandbox that several servers write to. */
export interface SharedLog extends ChangeLog {
  /** Whether changes of others have arrived that `since` has not returned yet. */
  readonly hasNews: boolean
  /** Whether so many changes are stored that a snapshot is worthwhile. */
  readonly isLong: boolean
  /** Stores the options of the sandbox. @throws ChangeNotStored */
  setOptions(options: object): Promise<void>
  /** Reads a document of the sandbox, or a fixture set, by its hash. @throws StoreUnavailable */
  read(document: string): AsyncIterable<Uint8Array>
  /**
   * Replaces the changes up to a revision by a snapshot. Does nothing if another server is faster.
   *
   * @param text the document of the snapshot
   */
  compact(base: Omit<SharedBase, 'snapshot'>, text: () => Iterable<string>): Promise<void>
}

/** Called with what other servers do to a sandbox. */
export interface SharedLogObserver {
  /** Changes have arrived. */
  news(): void
  /** The sandbox has other options now. */
  options(options: object): void
  /** The sandbox was dropped, or must be opened again because messages are missing. */
  closed(): void
}

export interface OpenedLog {
  /** Tells the sandbox from earlier ones with its name: letters and digits. */
  readonly id: string
  readonly log: SharedLog
  readonly base: SharedBase
  /** @param observer called for each message from now on */
  follow(observer: SharedLogObserver): void
}

/** Where several servers share their sandboxes. Each of them is a replica. */
export interface SharedStore {
  /** The name of this server. */
  readonly replica: string
  /** Where the state is, for people. */
  readonly place: string
  /** @param report called when the store has become available or unavailable */
  set onAvailability(report: (isAvailable: boolean) => void)
  /** @param report called when a sandbox was created or dropped, by any server */
  set onSandboxes(report: () => void)
  /** Never waits. @throws StoreUnavailable if it cannot be reached, or what was stored some seconds ago is not known here */
  requireAvailable(): void
  /**
   * Makes sure that everything is known here that any server has acknowledged before this call; or, if reads are local, before some seconds.
   *
   * @param isExact whether local reads are not enough
   * @throws StoreUnavailable
   */
  prepare(isExact?: boolean): Promise<void>
  /** Whether a sandbox exists, as far as is known here. */
  has(name: string): boolean
  /** The names of all sandboxes. */
  names(): string[]
  /** Reads a sandbox, and follows its changes until it is closed. @returns `undefined` if it does not exist. @throws StoreUnavailable */
  open(name: string): Promise<OpenedLog | undefined>
  /**
   * Creates a sandbox.
   *
   * @param limit the maximum number of sandboxes
   * @throws StoreUnavailable
   */
  create(name: string, base: NewSandbox, limit: number): Promise<CreateResult>
  /** Drops a sandbox, even if a server uses it. @returns whether this call has dropped it: `false` if there is none. @throws StoreUnavailable */
  drop(name: string): Promise<boolean>
  /**
   * Tells the others which sandboxes were used here, and drops those that nobody has used for some time.
   *
   * @param used when each was last used, if since the last call
   * @param ttl in milliseconds
   */
  sweep(used: ReadonlyMap<string, Date>, ttl: number): Promise<void>
  /** When a sandbox was last used elsewhere, as far as is known; `undefined` if it was not. */
  lastUsedElsewhere(name: string): Date | undefined
  /** Stores the documents of stub files, so that others can read them by their hash. @throws ChangeNotStored */
  keepStubs(files: StubDocuments): Promise<void>
  /** Reads what `keepStubs` has stored. @throws StoreUnavailable */
  readStubs(sha256: string): AsyncIterable<Uint8Array>
  /** Stores a set, so that others can read it by its hash. @throws ChangeNotStored */
  keepFixtures(set: FixtureSet): Promise<void>
  /** Reads what `keepFixtures` has stored. @throws StoreUnavailable */
  readFixtures(sha256: string): AsyncIterable<Uint8Array>
  readonly sets: SharedSets
  /** The requests to all sandboxes. */
  readonly journals: JournalStore
  close(): Promise<void>
}
