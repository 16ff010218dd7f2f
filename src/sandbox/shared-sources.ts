import { text } from 'node:stream/consumers'
import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { Records } from '../api/define-api.ts'
import { mapOf } from '../common/map-of.ts'
import type { FixtureName, FixtureSet } from '../fixtures/fixture-set.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import { readStored } from '../fixtures/shared-sets.ts'
import { UPLOAD } from '../log/change-log.ts'
import type { OpenedLog, SharedStore } from '../log/shared-store.ts'
import { countersOf, type State, withCounters } from '../state/state.ts'
import { readStubState } from '../wiremock/stubs/stub-json.ts'
import { type StubFiles, stubFilesOf } from '../wiremock/stubs/stub-state.ts'
import { SandboxDetails, sandboxDetails } from './restore.ts'
import { initialState, type SandboxState } from './sandbox-state.ts'
import type { ChangeSources } from './stored-changes.ts'

/** What a snapshot contains besides the records. */
const Count = Type.Integer({ minimum: 0 })
const Provenance = Type.Object({ counters: mapOf(mapOf(Count)), sandbox: SandboxDetails, journalSince: Count })

/** Reads what the messages of shared sandboxes refer to. Fixtures are in memory once, as long as a sandbox needs them. */
export class SharedSources {
  readonly #store: SharedStore
  readonly #apis: readonly Records[]
  readonly #local: ChangeSources
  readonly #states = new Map<string, WeakRef<State>>()

  /** @param local resolves what needs no store */
  constructor(store: SharedStore, apis: readonly Records[], local: ChangeSources, ...known: readonly FixtureSet[]) {
    this.#store = store
    this.#apis = apis
    this.#local = local
    for (const set of known) this.remember(set)
  }

  /** Adds a set that is in memory. */
  remember({ sha256, state }: FixtureSet): void {
    this.#states.set(sha256, new WeakRef(state))
  }

  async fixtures({ name, sha256 }: FixtureName): Promise<FixtureSet> {
    const known = this.#states.get(sha256)?.deref()
    const state = known ?? (await readStored(this.#apis, this.#store.readFixtures(sha256))).state
    const set = { name, sha256, source: this.#store.place, state }
    this.remember(set)
    return set
  }

  /** The sources of one sandbox, which include the documents uploaded to it. */
  of({ log }: OpenedLog): ChangeSources {
    return {
      ...this.#local,
      fixtures: async (set) => {
        if (set.name !== UPLOAD) return this.fixtures(set)
        const { state } = await readStored(this.#apis, log.read(set.sha256))
        return { ...set, source: 'memory', state }
      },
      stubFiles: (sha256) => this.#stubFiles(sha256)
    }
  }

  /** The state that a log starts after. */
  async base({ base, log }: OpenedLog): Promise<{ readonly state: SandboxState; readonly files: StubFiles }> {
    const { revision, snapshot } = base
    const fixtures = await this.fixtures(base.fixtures)
    if (snapshot === undefined) {
      const files = await this.#stubFiles(base.files)
      return { state: initialState(fixtures, files, revision), files }
    }
    const { files } = this.#local.fileStubs
    const { state, provenance } = await readStored(this.#apis, log.read(snapshot))
    if (!Check(Provenance, provenance)) throw new Error(`the snapshot '${snapshot}' is incomplete`)
    const { stubs, settings } = provenance.sandbox
    const apis = withCounters(state, provenance.counters)
    return {
      state: {
        revision,
        apis,
        fixtures,
        settings,
        stubs: await readStubState(stubs, this.#local.compile),
        journalSince: provenance.journalSince
      },
      files
    }
  }

  /** A state as a snapshot. */
  snapshot(state: SandboxState): Iterable<string> {
    const { journalSince } = state
    const counters = countersOf(state.apis)
    const provenance: Static<typeof Provenance> = { counters, sandbox: sandboxDetails(state), journalSince }
    return fixtureText(this.#apis, state.apis, provenance)
  }

  async #stubFiles(sha256: string): Promise<StubFiles> {
    const { files } = this.#local.fileStubs
    const none = stubFilesOf([])
    const known = [files, none].find((known) => known.sha256 === sha256)
    if (known !== undefined) return known
    const documents: unknown[] = JSON.parse(await text(this.#store.readStubs(sha256)))
    return { ...stubFilesOf(await this.#local.compile(documents)), sha256 }
  }
}
