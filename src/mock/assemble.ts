import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import type { FastifyInstance } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { Profiles } from '../chaos/profiles.ts'
import { MemoryBudget } from '../common/memory-budget.ts'
import { packageRoot, readVersion } from '../common/version.ts'
import { FixtureLibrary } from '../fixtures/fixture-library.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { fixtureWarnings } from '../fixtures/fixture-warnings.ts'
import { BodyCache } from '../http/body-cache.ts'
import type { SharedStore } from '../log/shared-store.ts'
import type { MockOptions } from '../options/options.ts'
import { secretHeaders } from '../sandbox/credentials.ts'
import type { SandboxRegistry } from '../sandbox/registry.ts'
import type { StateOrigin } from '../sandbox/served-state.ts'
import { app } from '../server/app.ts'
import { createServer } from '../server/fastify.ts'
import { Redaction } from '../wiremock/journal/redaction.ts'
import { type BehaviorProfile, readBehavior } from './behavior.ts'
import type { MockEvents } from './events.ts'
import { openSandboxes } from './open-sandboxes.ts'
import { openStore, reportAvailability } from './open-store.ts'

/** A mock without ports. */
export interface AssembledMock {
  readonly apis: readonly Api[]
  readonly server: FastifyInstance
  readonly sandboxes: SandboxRegistry
  readonly library: FixtureLibrary
  /** The set that the server was started with. */
  readonly fixtures: FixtureSet
  readonly redaction: Redaction
  readonly profiles: Profiles
  readonly origin: StateOrigin
  readonly profile: BehaviorProfile
  /** Resolves once `stop` was called, by a control call or the program. */
  readonly stopRequested: Promise<void>
  /** Asks the server to stop. */
  stop(): void
  /** Ends delayed responses and waiting calls now. */
  endWaits(): void
  /** Closes the application and stores the state. */
  close(): Promise<void>
}

/**
 * Assembles a mock: fixtures, the saved state, sandboxes, and the application on top of them.
 *
 * @param apis the emulated APIs
 * @param inline fixtures in place of those that the options name
 * @param ca the certificate of the CA that clients must trust, in PEM
 * @throws FixtureFileError, DataDirectoryError, BehaviorError
 */
export async function assemble(
  options: MockOptions,
  apis: readonly Api[],
  events: MockEvents = {},
  inline?: object,
  ca?: string
): Promise<AssembledMock> {
  const profile = await readBehavior(apis, options.behavior)
  const profiles = new Profiles(options.chaosDir)
  // An invalid file prevents a start.
  await profiles.requireValid()
  const { behavior, followed } = profile
  const budget = new MemoryBudget(options.maxMemory ?? defaultMemory(), options.maxJournalBytes)
  const store = await openStore(options, apis)
  let close = async (): Promise<void> => store?.close()
  try {
    const library = libraryOf(options, apis, budget, store)
    const fixtures = await (inline === undefined
      ? library.open(options.fixtures, events.progress)
      : library.addInline(inline))
    for (const warning of fixtureWarnings(apis, fixtures.state, options.auth))
      events.notice?.(`${fixtures.source}: ${warning}`)
    const opened = await openSandboxes(options, apis, fixtures, budget, events, behavior, store)
    const { sandboxes, origin, fileStubs, pauses } = opened
    if (store !== undefined) reportAvailability(store, sandboxes, events)
    const server = createServer(apis, options.bodyLimit)
    close = async () => {
      await server.close()
      await opened.closeLog()
      await store?.close()
    }
    library.guardChanges(opened.requireDirectory)
    if (budget.isExceeded) events.notice?.('the state exceeds --max-memory: remove something before adding more')
    const redaction = new Redaction(secretHeaders(apis))
    const { promise: stopRequested, resolve: stop } = withResolvers()
    await server.register(app, {
      ...options,
      apis,
      apiOptions: { ...options, bodies: new BodyCache(budget), behavior },
      library,
      sandboxes,
      fileStubs,
      profiles,
      redaction,
      origin,
      behavior,
      followed,
      version: readVersion(),
      events,
      stop,
      ...(ca !== undefined && { ca })
    })
    return {
      apis,
      server,
      sandboxes,
      library,
      fixtures,
      redaction,
      profiles,
      origin,
      profile,
      stopRequested,
      stop,
      endWaits: () => pauses.endAll(),
      close
    }
  } catch (error) {
    // An open connection to the store, or an open log, would keep the process alive.
    await close()
    throw error
  }
}

const libraryOf = (
  { fixturesDir, dataDir, ephemeral, guidSeed }: MockOptions,
  apis: readonly Api[],
  budget: MemoryBudget,
  store: SharedStore | undefined
): FixtureLibrary =>
  new FixtureLibrary(
    apis,
    {
      builtIn: join(packageRoot, 'fixtures'),
      own: fixturesDir,
      saved: ephemeral || store !== undefined ? undefined : join(dataDir, 'fixtures'),
      shared: store?.sets,
      seed: guidSeed
    },
    budget
  )

const MEBIBYTE = 1024 * 1024
/** V8 counts these as part of the heap limit, but `--max-old-space-size` does not. */
const YOUNG_OBJECTS = 48 * MEBIBYTE

/** What the process needs in a container besides its data. Measured: with less, the kernel killed it under load. */
const BESIDES_DATA = 144 * MEBIBYTE
const LEAST_DATA = 8 * MEBIBYTE

/**
 * Whole MiB: half of the space for old objects, or what the limit of the container leaves. The rest is for the program, for requests in
 * progress, and for what the estimates miss.
 */
function defaultMemory(): number {
  const { heap_size_limit: heap } = getHeapStatistics()
  const ofHeap = Math.max(heap - YOUNG_OBJECTS, heap / 2) / 2
  // Without a limit, it is huge, or 0.
  const ofContainer = Math.max((process.constrainedMemory() || Number.POSITIVE_INFINITY) - BESIDES_DATA, LEAST_DATA)
  return Math.floor(Math.min(ofHeap, ofContainer) / MEBIBYTE) * MEBIBYTE
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
