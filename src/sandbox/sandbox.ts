import { ClockAndIds } from '../common/clock-and-ids.ts'
import type { Pauses } from '../common/pauses.ts'
import { RandomStreams } from '../common/random.ts'
import type { Reservation } from '../common/reservation.ts'
import type { Turns } from '../common/turns.ts'
import type { SandboxCoverage } from '../coverage/sandbox-coverage.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { type ChangeLog, type ChangeOrigin, UPLOAD } from '../log/change-log.ts'
import { whileKept } from '../log/while-kept.ts'
import { Journal } from '../wiremock/journal/journal.ts'
import type { RequestRecorder } from '../wiremock/journal/request-recorder.ts'
import type { SharedJournal } from '../wiremock/journal/shared-journal.ts'
import { stubDocuments } from '../wiremock/stubs/stub-json.ts'
import type { StubFiles } from '../wiremock/stubs/stub-state.ts'
import type { StubTable } from '../wiremock/stubs/stub-table.ts'
import { StubTables } from '../wiremock/stubs/stub-tables.ts'
import type { ChangeEffect } from './change-effect.ts'
import { applyChange, type Change, changesRecords, type Decision, type UploadedState } from './changes.ts'
import { type Cause, History } from './history.ts'
import { emptiesJournal, openSharedJournal } from './journal-access.ts'
import type { OwnOptions } from './own-options.ts'
import { recordBefore } from './record-before.ts'
import type { SandboxObserver } from './sandbox-observer.ts'
import type { SandboxBegin, SandboxOptions } from './sandbox-options.ts'
import type { SandboxState } from './sandbox-state.ts'
import { StateMemory } from './state-memory.ts'
import { readChange, storedForm } from './stored-changes.ts'
import { sweepInterval } from './sweep-interval.ts'

/** An isolated mock: an immutable state, the log that stores its changes, and the request journal and history, which are not stored. */
export class Sandbox {
  readonly name: string
  readonly clock: ClockAndIds
  history: History
  readonly created: Date
  /** With a store, it shows what the replicas have stored. Read it through `journal-access.ts`. */
  readonly journal: Journal
  readonly shared: SharedJournal | undefined
  readonly recorder: RequestRecorder
  /** When this process started it or last reset it. */
  since: Date
  random: RandomStreams
  /** When it was last used, on the clock that counts the running time of the server, in milliseconds. */
  lastUsed: number
  lastUsedAt: Date
  observer: SandboxObserver | undefined
  #users = 0
  readonly #options: SandboxOptions
  #own: OwnOptions
  readonly #log: ChangeLog
  readonly #memory: StateMemory
  readonly #coverage: SandboxCoverage | undefined
  #state: SandboxState
  readonly #tables = new StubTables()

  constructor(name: string, options: SandboxOptions, state: SandboxState, log: ChangeLog, begin: SandboxBegin = {}) {
    const { id = '0', isDraft = false, created, files = options.fileStubs.files } = begin
    this.name = name
    this.#options = options
    this.#own = options
    this.#state = state
    this.#log = log
    this.clock = new ClockAndIds(sweepInterval(options.sandboxTtl))
    this.created = created ?? this.clock.now()
    this.since = this.created
    this.lastUsedAt = this.clock.now()
    this.lastUsed = this.clock.running()
    this.#memory = new StateMemory(options.budget, state, files, isDraft)
    this.history = new History(options)
    this.#coverage = isDraft ? undefined : options.coverages.open(name)
    const isShared = options.journals !== undefined && !isDraft
    this.journal = new Journal(options, this.clock, options.pauses, isShared ? undefined : this.#coverage)
    this.shared = isShared ? openSharedJournal(this, id, options, this.#coverage) : undefined
    this.recorder = this.shared ?? this.journal
    this.random = new RandomStreams(options.seed)
  }

  get state(): SandboxState {
    return this.#state
  }

  /** Whether a request to it is in progress, or a caller waits for requests. */
  get isInUse(): boolean {
    return this.#users > 0 || this.journal.isAwaited
  }

  startUse(): void {
    this.#users++
    this.markUsed()
  }

  endUse(): void {
    this.#users--
    this.markUsed()
  }

  /** Its idle time starts now. */
  markUsed(): void {
    this.lastUsed = this.clock.running()
    this.lastUsedAt = this.clock.now()
  }

  /** Its own options, or those of the server. */
  get own(): OwnOptions {
    return this.#own
  }

  /** Replaces its own options; omitted ones become those of the server. Neither a reset nor the history changes them. */
  setOwn(given: Partial<OwnOptions>): void {
    const { auth, seed, ofApis } = this.#options
    const before = this.#own
    this.#own = { auth, seed, ...given, ofApis: { ...ofApis, ...given.ofApis } }
    this.#coverage?.startOver()
    if (this.#own.seed !== before.seed) this.random = new RandomStreams(this.#own.seed)
  }

  /** The folder of the files that stub responses name. */
  get bodyFiles(): string | undefined {
    return this.#options.fileStubs.bodies
  }

  get pauses(): Pauses {
    return this.#options.pauses
  }

  /** Schedules long work of the server in turns. */
  get turns(): Turns {
    return this.#options.pauses.turns
  }

  /** The stubs of the current state, in order of precedence. */
  get stubTable(): StubTable {
    return this.#tables.of(this.#state.stubs, this.#options.fileStubs.files)
  }

  /**
   * Changes the state; there is no other way to do so. If the log stores synchronously, decision and effect are atomic. If another
   * writer has stored a change first, `decide` runs again on the newer state.
   *
   * @param decide must have no side effects: it may run several times
   * @param cause the reason that the history shows
   * @param room the memory that its request has reserved
   * @throws what `decide` throws; ChangeNotStored, MemoryLimitReached or RequestsTakeTooMuch, with the state unchanged
   */
  async change<R>(decide: (state: SandboxState) => Decision<R>, cause?: Cause, room?: Reservation): Promise<R> {
    for (;;) {
      while (this.#log.busy !== undefined) await this.#log.busy
      const { change, result } = decide(this.#state)
      if (change === undefined) return result
      const effect = this.#memory.plan(this.#state, change, room)
      const [journalSince, revision] = [this.#state.journalSince, this.#state.revision + 1]
      const origin = { cause, date: this.clock.now() }
      if (this.#log.keepStubs !== undefined && 'files' in change) await this.#log.keepStubs(stubDocuments(change.files))
      if (this.shared !== undefined && emptiesJournal(change)) await this.shared.begin(revision)
      const outcome = this.#log.append(revision, storedForm(change), origin)
      if ((typeof outcome === 'string' ? outcome : await outcome) === 'stored') {
        this.#options.logCounts.appends++
        this.#apply(revision, change, origin, effect)
        if (emptiesJournal(change)) this.shared?.discard(journalSince)
        return result
      }
      this.#options.logCounts.overtaken++
      await this.catchUp()
    }
  }

  /**
   * Resets everything to the sandbox's fixtures, or to another set, which becomes its fixtures: records, counters, stubs, scenarios,
   * settings and the request journal. Atomic, and takes constant time.
   *
   * @param stubFiles what the `--stubs` folder contains, if the caller has already read it
   * @returns the revision that it led to
   */
  async reset(fixtures: FixtureSet | undefined, cause?: Cause, stubFiles?: StubFiles): Promise<number> {
    const files = stubFiles ?? (await this.#options.fileStubs.reload())
    return this.#returnTo(fixtures, (set) => ({ op: 'reset', fixtures: set, files }), cause)
  }

  /** Resets records and counters only. @returns the revision that it led to */
  resetRecords(fixtures: FixtureSet | undefined, cause?: Cause): Promise<number> {
    return this.#returnTo(fixtures, (set) => ({ op: 'resetRecords', fixtures: set }), cause)
  }

  #returnTo(fixtures: FixtureSet | undefined, reset: (set: FixtureSet) => Change, cause: Cause): Promise<number> {
    return this.withFixturesKept([fixtures ?? this.#state.fixtures], () =>
      this.change((state) => ({ change: reset(fixtures ?? state.fixtures), result: state.revision + 1 }), cause)
    )
  }

  /** Replaces the records with those of an uploaded document. */
  async upload(uploaded: UploadedState, cause?: Cause, room?: Reservation): Promise<void> {
    const { state, sha256 } = uploaded
    await this.withFixturesKept([{ name: UPLOAD, sha256, source: 'memory', state }], () =>
      this.change(() => ({ change: { op: 'state', uploaded }, result: null }), cause, room)
    )
  }

  /** Makes a change that refers to these fixtures, or to records like fixtures, which the log must keep until it is stored. */
  withFixturesKept<R>(sets: readonly FixtureSet[], change: () => Promise<R>): Promise<R> {
    return whileKept(this.#log, sets, change)
  }

  /** About how much memory its own records take, which are not in its fixtures. */
  get ownBytes(): number {
    return this.#memory.ownBytes
  }

  /** Gives back its memory. Requests in progress can still finish, but use no memory afterwards. @param isDropped otherwise it is loaded again */
  dispose(isDropped = true): void {
    this.observer?.ended(isDropped)
    this.#memory.close(this.#state)
    this.shared?.projection.close()
    this.journal.close()
    this.history.clear()
    this.history = new History({ ...this.#options, maxHistory: 0 })
    if (this.#coverage !== undefined) this.#options.coverages.drop(this.#coverage)
  }

  /** Applies the changes that other writers have stored. @throws what the log or reading a change throws */
  async catchUp(): Promise<void> {
    for (const { revision, change, origin } of await this.#log.since(this.#state.revision)) {
      if (this.#state.revision >= revision) continue
      const read = await readChange(change, this.#options.sources)
      const known = origin ?? { cause: undefined, date: this.clock.now() }
      const before = this.#state
      this.#apply(revision, read, known, this.#memory.effectOf(before, read))
      if (this.#state !== before) this.#options.logCounts.replays++
    }
  }

  /** Skips a change that has already been applied by a concurrent request. */
  #apply(revision: number, change: Change, { cause, date }: ChangeOrigin, effect: ChangeEffect): void {
    const before = this.#state
    if (before.revision >= revision) return
    const replaced = 'list' in change ? recordBefore(before, change) : { state: before }
    this.#state = applyChange(before, change)
    this.#memory.apply(effect, change, this.#state)
    const entry = { revision, at: this.clock.monotonic(), date, cause, change, before: replaced, effect }
    this.history.add(entry)
    if (changesRecords(change) && !(cause && 'request' in cause)) this.#coverage?.startOver()
    if (change.op === 'reset') {
      this.since = date
      this.random = new RandomStreams(this.#own.seed)
    }
    if (emptiesJournal(change)) (this.shared?.projection ?? this.journal).startOver()
    this.observer?.changed(entry)
    if (change.op === 'resetStubs') this.observer?.removed()
  }
}
