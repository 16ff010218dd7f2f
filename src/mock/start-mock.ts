import { join } from 'node:path'
import { Entropy } from '../common/clock-and-ids.ts'
import { Pauses } from '../common/pauses.ts'
import { packageRoot } from '../common/version.ts'
import { FixtureLibrary } from '../fixtures/fixture-library.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { type DataDirectory, openDataDirectory } from '../log/file/data-directory.ts'
import type { MockOptions } from '../options/options.ts'
import { credentialsOf } from '../sandbox/credentials.ts'
import { type RegistryOptions, SandboxRegistry } from '../sandbox/registry.ts'
import { Sandbox } from '../sandbox/sandbox.ts'
import { openPorts } from '../server/open-ports.ts'
import { NO_LOG } from '../state/store.ts'
import { JournalBudget } from '../wiremock/journal/journal-budget.ts'
import { addStub, Requests } from './requests.ts'
import type { MockEvents, RunningMock, SandboxHandle } from './running-mock.ts'
import { watchFixtures } from './watch-fixtures.ts'

const ignore = (): void => {}

/** How often idle sandboxes are looked for at the least, in milliseconds. */
const SWEEP = 60_000

/**
 * Starts a mock as its options say. It answers when this returns.
 *
 * @throws FixtureFileError, DataDirectoryError, CertificateError, or the system's error for a port in use
 */
export async function runMock(options: MockOptions, events: MockEvents = {}): Promise<RunningMock> {
  const { notice = ignore } = events
  const library = libraryOf(options)
  const fixtures = await library.open(options.fixtures, events.progress)
  const pauses = new Pauses()
  const registry = await registryOptions(options, pauses)
  const data = options.ephemeral ? undefined : await openData(options, fixtures, events)
  const sandboxes = sandboxesOf(registry, fixtures, data)

  let stop!: () => void
  const asked = new Promise<void>((resolve) => {
    stop = resolve
  })
  const shared = { sandboxes, library, stop }
  const { server, listeners, url, ...told } = await openPorts(options, events, shared).catch(async (error) => {
    await data?.close()
    throw error
  })
  const unwatch = options.watch ? watchFixtures(fixtures, library, sandboxes, notice) : undefined
  const sweep = setInterval(() => sandboxes.dropIdle(), Math.min(SWEEP, options.sandboxTtl * 500)).unref()
  const closed = asked.then(async () => {
    unwatch?.()
    clearInterval(sweep)
    pauses.endAll()
    await Promise.all(listeners.map((listener) => listener.close()))
    await server.close()
    await data?.close()
  })
  return {
    ...handle(sandboxes.default.name, url, sandboxes, library),
    ...told,
    fixtures,
    sandbox: (name) => handle(name, `${url}/sandboxes/${name}`, sandboxes, library),
    closed,
    close() {
      stop()
      return closed
    }
  }
}

/** Asks for the sandbox by name each time: one that nobody used for long is dropped, and another takes its place. */
function handle(name: string, url: string, sandboxes: SandboxRegistry, library: FixtureLibrary): SandboxHandle {
  return {
    name,
    url,
    credentials: credentialsOf(sandboxes.open(name).state),
    requests: new Requests(() => sandboxes.open(name)),
    stub: (mapping) => addStub(sandboxes.open(name), mapping),
    async reset(fixtures) {
      const set = fixtures === undefined ? undefined : await library.get(fixtures)
      await sandboxes.open(name).reset(set)
    }
  }
}

const libraryOf = ({ fixturesDir, dataDir, ephemeral }: MockOptions): FixtureLibrary =>
  new FixtureLibrary({
    builtIn: join(packageRoot, 'fixtures'),
    own: fixturesDir,
    saved: ephemeral ? undefined : join(dataDir, 'fixtures')
  })

async function registryOptions(options: MockOptions, pauses: Pauses): Promise<RegistryOptions> {
  const { auth, guidSeed, atriumUserLimit: limit, maxSandboxes, sandboxTtl, stubs } = options
  const { maxRequests, maxRequestBytes, maxJournalBytes } = options
  return {
    auth,
    guidSeed: guidSeed === 'random' ? new Entropy().requestId() : guidSeed,
    limit,
    maxSandboxes,
    sandboxTtl,
    journal: { maxRequests, maxRequestBytes, budget: new JournalBudget(maxJournalBytes) },
    stubs: stubs === undefined ? [] : await (await import('../wiremock/stubs/mapping-files.ts')).loadMappings(stubs),
    pauses
  }
}

function sandboxesOf(options: RegistryOptions, fixtures: FixtureSet, data: DataDirectory | undefined): SandboxRegistry {
  const { state, fixtures: current } = data?.recovered ?? { state: fixtures.state, fixtures }
  const first = new Sandbox('default', options, current, data?.keeper ?? NO_LOG, state)
  data?.keeper.watch(() => first)
  return new SandboxRegistry(options, fixtures, first)
}

function openData({ dataDir, fresh }: MockOptions, fixtures: FixtureSet, events: MockEvents): Promise<DataDirectory> {
  const { notice = ignore, progress } = events
  return openDataDirectory({ directory: dataDir, fixtures, fresh, notice, onProgress: progress })
}
