import { AtmsUsers } from '../apis/atms/users.ts'
import { type AtriumUserOptions, AtriumUsers } from '../apis/atrium/users.ts'
import { Entropy } from '../common/clock-and-ids.ts'
import type { Pauses } from '../common/pauses.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { Representations } from '../http/representation.ts'
import { withContent } from '../state/changes.ts'
import type { State } from '../state/state.ts'
import { type ChangeLog, Store } from '../state/store.ts'
import { Journal, type JournalLimits } from '../wiremock/journal/journal.ts'
import { NO_SETTINGS, type SettingsDocument } from '../wiremock/stubs/settings.ts'
import type { StubMapping } from '../wiremock/stubs/stub-mapping.ts'
import { StubStore } from '../wiremock/stubs/stub-store.ts'
import { type Auth, admits, type Credential } from './admission.ts'

/** What the server says of every sandbox alike. */
export interface SandboxOptions extends AtriumUserOptions {
  readonly auth: Auth
  readonly journal: JournalLimits
  /** The stubs that are there from the start. */
  readonly stubs: readonly StubMapping[]
  /** What waits in the server. */
  readonly pauses: Pauses
}

/** An isolated world: all that a request can change is in here. */
export class Sandbox {
  readonly name: string
  readonly options: SandboxOptions
  readonly atriumUsers: AtriumUsers
  readonly atmsUsers: AtmsUsers
  readonly entropy = new Entropy()
  readonly atriumBodies = new Representations()
  readonly atmsBodies = new Representations()
  journal: Journal
  stubs: StubStore
  settings: SettingsDocument = NO_SETTINGS
  /** When it came into being. */
  readonly created: Date
  /** When it was used last, in milliseconds on the clock of `entropy`. */
  lastUsed: number
  readonly #store: Store
  readonly #log: ChangeLog
  #fixtures: FixtureSet

  /**
   * @param fixtures what a reset goes back to
   * @param state what it holds now, where that is not its fixtures
   */
  constructor(name: string, options: SandboxOptions, fixtures: FixtureSet, log: ChangeLog, state = fixtures.state) {
    this.name = name
    this.options = options
    this.#fixtures = fixtures
    this.#log = log
    this.lastUsed = this.entropy.monotonic()
    this.created = this.entropy.dateOf(this.lastUsed)
    this.#store = new Store(state, log)
    this.atriumUsers = new AtriumUsers(this.#store, options)
    this.atmsUsers = new AtmsUsers(this.#store)
    this.journal = new Journal(options.journal, this.entropy, options.pauses)
    this.stubs = new StubStore(options.stubs, options.guidSeed)
  }

  get lastUsedAt(): Date {
    return this.entropy.dateOf(this.lastUsed)
  }

  get state(): State {
    return this.#store.state
  }

  get fixtures(): FixtureSet {
    return this.#fixtures
  }

  /** Everything as at birth: state, guid sequence, stubs, scenarios, settings and request journal. No request sees half of it. */
  async reset(fixtures = this.#fixtures): Promise<void> {
    await this.resetState(fixtures)
    this.journal.clear()
    this.journal = new Journal(this.options.journal, this.entropy, this.options.pauses)
    this.stubs = new StubStore(this.options.stubs, this.options.guidSeed)
    this.settings = NO_SETTINGS
  }

  /** State and guid sequence back to the sandbox's fixtures, or to others, which are its fixtures from then on. */
  async resetState(fixtures = this.#fixtures): Promise<void> {
    const { name, sha256 } = fixtures
    await this.#log.keep(fixtures)
    this.#store.become(fixtures.state, { op: 'reset', fixtures: { name, sha256 } })
    this.#fixtures = fixtures
  }

  /** @param content the same state in the fixture format */
  replaceState(state: State, content: string): void {
    this.#store.become(withContent(this.state, state), { op: 'state', content })
  }

  /** Whether a request with this credential is let in. */
  admits(credential: Credential): boolean {
    return admits(this.state, credential, this.options.auth)
  }
}
