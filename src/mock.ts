import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { type AppOptions, app } from './app.ts'
import type { MockOptions } from './config.ts'
import { describeError } from './describe-error.ts'
import { type DataDirectory, openDataDirectory } from './disk/data-directory.ts'
import type { Progress } from './disk/fixture-file.ts'
import { FixtureLibrary, loadFixtureSet } from './disk/fixture-library.ts'
import { watchFile } from './disk/watch-file.ts'
import { type Listener, listen } from './http/listen.ts'
import { addStub, Requests } from './library.ts'
import { JournalBudget } from './requests/journal-budget.ts'
import { Entropy } from './sandbox/entropy.ts'
import { Pauses } from './sandbox/pauses.ts'
import { type RegistryOptions, SandboxRegistry } from './sandbox/registry.ts'
import { Sandbox } from './sandbox/sandbox.ts'
import { createServer } from './server.ts'
import type { FixtureSet } from './store/fixture-set.ts'
import type { State } from './store/state.ts'
import { NO_LOG } from './store/store.ts'
import type { MappingDocument, ShownMapping } from './stubs/mapping-schemas.ts'
import { wantedCertificate } from './tls/wanted-certificate.ts'
import { packageRoot, readVersion } from './version.ts'

/** Headers that the emulated APIs take, from the fixtures. */
export interface Credentials {
  readonly atrium: Record<string, string>
  readonly atms: Record<string, string>
}

/** A sandbox, for a test that has it for itself. */
export interface SandboxHandle {
  readonly name: string
  /** Where it answers, without a slash at the end: `/users` and the rest follow. */
  readonly url: string
  readonly credentials: Credentials
  /** What clients sent. */
  readonly requests: Requests
  /**
   * Adds a stub: a WireMock mapping.
   *
   * @returns the mapping as it stands, with its id
   * @throws InvalidDefinition with all that is wrong with it
   */
  stub(mapping: MappingDocument): Promise<ShownMapping>
  /** Puts everything in it back to its fixtures, or to others. */
  reset(fixtures?: string): Promise<void>
}

/** A mock that answers: itself a handle to the sandbox `default`. */
export interface RunningMock extends SandboxHandle {
  readonly port: number
  /** Where it answers over HTTPS, if it was given a `tlsPort`. */
  readonly tlsUrl?: string
  /** The certificate of the authority that clients have to trust over HTTPS, in PEM; none for a certificate of the user's own. */
  readonly ca?: string
  /** The fixtures that it was started with. */
  readonly fixtures: FixtureSet
  /**
   * An isolated world of that name, made on first use: for a test worker of its own, say.
   *
   * @throws InvalidSandboxName, TooManySandboxes
   */
  sandbox(name: string): SandboxHandle
  /** Resolves once it has stopped. */
  readonly closed: Promise<void>
  /** Stops it: answers under way are sent, the state is kept. Once is enough, and twice does no harm. */
  close(): Promise<void>
}

/** What happens while a mock runs, for those who want to show it. */
export interface MockEvents {
  /** Something that a person should know and need not act on. */
  readonly notice?: (text: string) => void
  /** Something went wrong inside the mock. */
  readonly failure?: (error: Error) => void
  /** A request was answered. */
  readonly request?: (request: AnsweredRequest) => void
  /** A large file is being read. */
  readonly progress?: Progress
}

export interface AnsweredRequest {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly milliseconds: number
}

const ignore = (): void => {}

/** How often idle sandboxes are looked for at the least, in milliseconds. */
const SWEEP = 60_000

/**
 * Starts a mock as its options say. It answers when this returns.
 *
 * @throws FixtureFileError, DataDirectoryError, or the system's error for a port in use
 */
export async function runMock(options: MockOptions, events: MockEvents = {}): Promise<RunningMock> {
  const { notice = ignore } = events
  const library = libraryOf(options)
  const fixtures = await library.open(options.fixtures, events.progress)
  const data = options.ephemeral ? undefined : await openData(options, fixtures, events)
  const pauses = new Pauses()
  const sandboxes = sandboxesOf(await registryOptions(options, pauses), fixtures, data)

  let stop!: () => void
  const asked = new Promise<void>((resolve) => {
    stop = resolve
  })
  const { server, listeners, url, ...told } = await open(options, events, { sandboxes, library, stop }).catch(
    async (error) => {
      await data?.close()
      throw error
    }
  )
  const unwatch = options.watch ? watchFixtures(library, fixtures, sandboxes, notice) : undefined
  const sweep = setInterval(() => sandboxes.dropIdle(), Math.min(SWEEP, options.sandboxTtl * 500)).unref()
  const closed = asked.then(async () => {
    unwatch?.()
    clearInterval(sweep)
    pauses.endAll()
    await Promise.all(listeners.map((listener) => listener.close()))
    await server.close()
    await data?.close()
  })
  // Asked for by name each time: one that nobody used for long is dropped, and another takes its place.
  const handle = (name: string, url: string): SandboxHandle => ({
    name,
    url,
    credentials: credentialsOf(sandboxes.open(name).state),
    requests: new Requests(() => sandboxes.open(name)),
    stub: (mapping) => addStub(sandboxes.open(name), mapping),
    async reset(fixtures) {
      const set = fixtures === undefined ? undefined : await library.get(fixtures)
      await sandboxes.open(name).reset(set)
    }
  })
  return {
    ...handle(sandboxes.default.name, url),
    ...told,
    fixtures,
    sandbox: (name) => handle(name, `${url}/sandboxes/${name}`),
    closed,
    close() {
      stop()
      return closed
    }
  }
}

/** The ports of a mock, and what answers there. */
interface Opened {
  readonly server: FastifyInstance
  readonly listeners: readonly Listener[]
  readonly url: string
  readonly port: number
  readonly tlsUrl?: string
  readonly ca?: string
}

/** Opens the ports. @throws CertificateError, or the system's error for a port in use; no port is open then */
async function open(
  options: MockOptions,
  events: MockEvents,
  shared: Pick<AppOptions, 'sandboxes' | 'library' | 'stop'>
): Promise<Opened> {
  const certificate = await wantedCertificate(options, shared.sandboxes.default.entropy.now())
  const ca = certificate?.ca !== undefined && { ca: certificate.ca }
  const server = createServer(options)
  if (events.request !== undefined) reportRequests(server, events.request)
  const { failure = ignore } = events
  await server.register(app, { ...options, ...shared, ...ca, version: readVersion(), reportFailure: failure })
  await server.ready()
  const plain = await listen(server.routing, options.host, options.port)
  const opened = { server, listeners: [plain], url: urlOf(plain, 'http'), port: plain.port }
  if (certificate === undefined) return opened
  try {
    const secure = await listen(server.routing, options.host, certificate.port, certificate)
    return { ...opened, ...ca, listeners: [plain, secure], tlsUrl: urlOf(secure, 'https') }
  } catch (error) {
    await plain.close()
    throw error
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
    stubs: stubs === undefined ? [] : await (await import('./stubs/mapping-files.ts')).loadMappings(stubs),
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

function reportRequests(server: FastifyInstance, report: (request: AnsweredRequest) => void): void {
  server.addHook('onResponse', async ({ method, originalUrl, sandbox, startedAt }, { statusCode }) => {
    report({ method, url: originalUrl, status: statusCode, milliseconds: sandbox.entropy.monotonic() - startedAt })
  })
}

/** Takes an edited fixture file as a reset does; one that is not valid is told of, and nothing changes. */
function watchFixtures(
  library: FixtureLibrary,
  { source, name }: FixtureSet,
  sandboxes: SandboxRegistry,
  notice: (text: string) => void
): () => void {
  return watchFile(resolve(source), async () => {
    try {
      const edited = await loadFixtureSet(source, name)
      library.replace(edited)
      sandboxes.fixtures = edited
      await sandboxes.default.reset(edited)
      notice(`${source} was edited: the state is what it says now`)
    } catch (error) {
      notice(`${source} was edited, and not taken: ${describeError(error)}`)
    }
  })
}

function credentialsOf({ atrium, atms }: State): Credentials {
  const [pair] = atrium.credentials
  const [token] = atms.tokens
  return {
    atrium: pair === undefined ? {} : { 'MX-API-Key': pair.apiKey, 'MX-Client-ID': pair.clientId },
    atms: token === undefined ? {} : { token }
  }
}

function urlOf({ address, port }: { readonly address: string; readonly port: number }, scheme: string): string {
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
