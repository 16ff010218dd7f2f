import { hash } from 'node:crypto'
import type { Api } from '../api/define-api.ts'
import type { MemoryBudget } from '../common/memory-budget.ts'
import { Pauses } from '../common/pauses.ts'
import { Coverages } from '../coverage/coverages.ts'
import { readFixture } from '../fixtures/fixture-document.ts'
import { FixtureFileError } from '../fixtures/fixture-file.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { DataDirectory } from '../log/file/data-directory.ts'
import { LogCounts } from '../log/log-counts.ts'
import { memoryLog } from '../log/memory-log.ts'
import type { SharedStore } from '../log/shared-store.ts'
import type { MockOptions } from '../options/options.ts'
import type { Behavior } from '../rules/behavior.ts'
import { perSandboxOptions, seedFrom, valuesOf } from '../sandbox/own-options.ts'
import { type RegistryOptions, SandboxRegistry } from '../sandbox/registry.ts'
import { restoreState, sandboxDetails } from '../sandbox/restore.ts'
import { Sandbox } from '../sandbox/sandbox.ts'
import { initialState } from '../sandbox/sandbox-state.ts'
import type { StateOrigin } from '../sandbox/served-state.ts'
import { SharedSandboxes } from '../sandbox/shared-sandboxes.ts'
import type { ChangeSources } from '../sandbox/stored-changes.ts'
import { type FileStubs, noFileStubs, openFileStubs } from '../wiremock/stubs/file-stubs.ts'
import type { StubFiles } from '../wiremock/stubs/stub-state.ts'
import type { MockEvents } from './events.ts'

const DEFAULT = 'default'

export interface OpenSandboxes {
  readonly sandboxes: SandboxRegistry
  readonly fileStubs: FileStubs
  readonly pauses: Pauses
  readonly origin: StateOrigin
  /** @throws if the data directory was removed or replaced */
  requireDirectory(): void
  /** Stores the state of `default`. */
  closeLog(): Promise<void>
}

/** Opens the sandboxes: `default` with its saved state, unless everything is kept in memory. */
export async function openSandboxes(
  options: MockOptions,
  apis: readonly Api[],
  fixtures: FixtureSet,
  budget: MemoryBudget,
  events: MockEvents,
  behavior: Behavior = new Map(),
  store?: SharedStore
): Promise<OpenSandboxes> {
  const seed = seedFrom(options.guidSeed)
  const fileStubs = await openFileStubs(options.stubs, budget)
  const pauses = new Pauses()
  const { maxRequests } = options
  const failure = (error: Error): void => events.failure?.(error)
  const coverages = new Coverages({ apis, behavior, budget, turns: pauses.turns, maxRequests, failure })
  const data =
    options.ephemeral || store !== undefined ? undefined : await openData(options, apis, fixtures, fileStubs, events)
  const registry: RegistryOptions = {
    ...options,
    seed,
    ofApis: valuesOf(perSandboxOptions(apis), options),
    fileStubs,
    pauses,
    coverages,
    budget,
    logCounts: new LogCounts(),
    sources: sourcesOf(apis, fixtures, fileStubs, data),
    journals: store?.journals
  }
  try {
    const shared = store && new SharedSandboxes(store, { ...registry, apis, failure }, fixtures)
    const isFresh = shared === undefined ? !data?.recovered.isResumed : await shared.create(DEFAULT, fixtures)
    const first = await (shared === undefined
      ? openDefault(registry, fixtures, data, events)
      : openShared(shared, registry, fixtures, events))
    return {
      sandboxes: new SandboxRegistry(registry, fixtures, first, shared),
      fileStubs,
      pauses,
      origin: {
        start: isFresh ? 'fresh' : 'resumed',
        directory: store?.place ?? data?.path,
        stubFiles: fileStubs.summary
      },
      requireDirectory: () => data?.requireHere(),
      async closeLog() {
        coverages.close()
        await data?.close()
      }
    }
  } catch (error) {
    await data?.close()
    throw error
  }
}

/** Loaded only if the state is kept on disk. */
async function openData(
  { dataDir: directory, fixtures: nameOrFile, fresh }: MockOptions,
  apis: readonly Api[],
  fixtures: FixtureSet,
  fileStubs: FileStubs,
  { notice = () => {}, progress: onProgress }: MockEvents
): Promise<DataDirectory> {
  const { openDataDirectory } = await import('../log/file/data-directory.ts')
  const { stateKeyOf } = await import('../log/file/state-key.ts')
  const key = await stateKeyOf(fixtures, nameOrFile)
  const sandbox = sandboxDetails(initialState(fixtures, fileStubs.files))
  return openDataDirectory({ directory, apis, fixtures, sandbox, key, fresh, notice, onProgress })
}

async function openDefault(
  options: RegistryOptions,
  fixtures: FixtureSet,
  data: DataDirectory | undefined,
  events: MockEvents
): Promise<Sandbox> {
  const { files } = options.fileStubs
  if (data === undefined) return new Sandbox(DEFAULT, options, initialState(fixtures, files), memoryLog)
  const state = await restoreState(data.recovered, options.sources)
  const log = await data.start()
  const sandbox = new Sandbox(DEFAULT, options, state, log)
  log.watch(() => {
    const { revision, apis: state, fixtures } = sandbox.state
    return { revision, state, fixtures, sandbox: sandboxDetails(sandbox.state) }
  })
  await updateStubs(sandbox, files, events)
  return sandbox
}

/** The first server creates `default`; the others use it as it is. */
async function openShared(
  shared: SharedSandboxes,
  { fileStubs }: RegistryOptions,
  fixtures: FixtureSet,
  events: MockEvents
): Promise<Sandbox> {
  const { sandbox } = await shared.open(DEFAULT, fixtures)
  const { name, sha256 } = sandbox.state.fixtures
  if (name === fixtures.name && sha256 !== fixtures.sha256)
    events.notice?.(
      `the fixtures '${name}' have changed since the state in ${shared.store.place} was created: reset to '${name}' to load them`
    )
  await updateStubs(sandbox, fileStubs.files, events)
  return sandbox
}

/** Replaces the stubs of files that have changed since the state was saved. */
async function updateStubs(sandbox: Sandbox, files: StubFiles, { notice }: MockEvents): Promise<void> {
  if (sandbox.state.stubs.files === files.sha256) return
  // Stored as a normal change, so that later changes, including those to these stubs, survive the next restart.
  await sandbox.change(() => ({ change: { op: 'fileStubs', files }, result: null }))
  notice?.(
    files === noFileStubs.files
      ? '--stubs is no longer set: removed the stubs from its files and kept all others'
      : 'the files in --stubs have changed: replaced their stubs and kept all others'
  )
}

const DISCARD = 'use the version that wrote it, or start with --fresh to discard the saved state'

const sourcesOf = (
  apis: readonly Api[],
  fixtures: FixtureSet,
  fileStubs: FileStubs,
  data: DataDirectory | undefined
): ChangeSources => ({
  fileStubs,
  fixtures: async (name) => data?.recovered.findFixtures(name) ?? fixtures,
  readState(content) {
    const read = readFixture(apis, content)
    if (!read.ok) throw new FixtureFileError('the stored state', read.problems, DISCARD)
    const bytes = Buffer.byteLength(content)
    return { state: read.state, sha256: hash('sha256', content), bytes }
  },
  async compile(documents) {
    if (documents.length === 0) return []
    const { compileStored } = await import('../wiremock/stubs/compile-stored.ts')
    return compileStored(documents)
  }
})
