import { apis } from '../../src/apis/index.ts'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { Pauses } from '../../src/common/pauses.ts'
import { Coverages } from '../../src/coverage/coverages.ts'
import { readFixture } from '../../src/fixtures/fixture-document.ts'
import type { FixtureSet } from '../../src/fixtures/fixture-set.ts'
import type { ChangeLog } from '../../src/log/change-log.ts'
import { LogCounts } from '../../src/log/log-counts.ts'
import { memoryLog } from '../../src/log/memory-log.ts'
import type { RegistryOptions } from '../../src/sandbox/registry.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState } from '../../src/sandbox/sandbox-state.ts'
import type { ChangeSources } from '../../src/sandbox/stored-changes.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { type FileStubs, noFileStubs } from '../../src/wiremock/stubs/file-stubs.ts'
import type { StubFiles } from '../../src/wiremock/stubs/stub-state.ts'
import { fixture } from './fixtures.ts'

/** The options of sandboxes that live in memory, with the given ones replaced. */
export const sandboxOptions = (options: Partial<RegistryOptions> = {}): RegistryOptions => ({
  auth: 'strict',
  seed: 'seed',
  ofApis: {},
  fileStubs: noFileStubs,
  pauses: new Pauses(),
  coverages: noCoverages(),
  maxRequests: 100,
  maxRequestBytes: 1e6,
  maxHistory: 100,
  budget: new MemoryBudget(1e7),
  maxSandboxes: 9,
  sandboxTtl: 9,
  sources: sourcesOf([]),
  logCounts: new LogCounts(),
  ...options
})

/** Without rules. */
const noCoverages = (): Coverages =>
  new Coverages({
    apis: [],
    behavior: new Map(),
    budget: new MemoryBudget(),
    turns: new Pauses().turns,
    maxRequests: 100,
    failure() {}
  })

/** The sources of stored changes: these fixture sets, and these stubs of the `--stubs` folder. */
export const sourcesOf = (sets: readonly FixtureSet[], fileStubs: FileStubs = noFileStubs): ChangeSources => ({
  fileStubs,
  async fixtures({ name, sha256 }) {
    const found = sets.find((set) => set.sha256 === sha256)
    if (found === undefined) throw new Error(`this test has no fixtures '${name}'`)
    return { ...found, name }
  },
  readState: (content) => ({ state: stateOf(content), sha256: content, bytes: content.length }),
  compile: async (documents) => compileStored(documents)
})

/** The state in a fixture document. */
function stateOf(content: string) {
  const result = readFixture(apis, content)
  if (!result.ok) throw new Error(JSON.stringify(result.problems.listed))
  return result.state
}

/** A fixture document as a set. */
export const fixtureSetOf = (document: object, name = 'mine'): FixtureSet => ({
  name,
  sha256: `sha256 of ${name}`,
  source: name,
  state: stateOf(JSON.stringify(document))
})

/** A sandbox with a small fixture, in memory unless there is another log. */
export function sandboxOf(
  options: Partial<RegistryOptions> = {},
  fixtures: FixtureSet = fixtureSetOf(fixture()),
  log: ChangeLog = memoryLog
): Sandbox {
  const complete = sandboxOptions(options)
  return new Sandbox('w', complete, initialState(fixtures, complete.fileStubs.files), log)
}

/** A `--stubs` folder that always contains these. */
export const fixedStubs = (files: StubFiles): FileStubs => ({
  files,
  summary: undefined,
  bodies: undefined,
  reload: async () => files,
  save: async () => ({ files })
})
