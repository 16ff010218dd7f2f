import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { app } from './app.ts'
import type { MockOptions } from './config.ts'
import { describeError } from './describe-error.ts'
import { type DataDirectory, openDataDirectory } from './disk/data-directory.ts'
import type { Progress } from './disk/fixture-file.ts'
import { FixtureLibrary, loadFixtureSet } from './disk/fixture-library.ts'
import { watchFile } from './disk/watch-file.ts'
import { listen } from './http/listen.ts'
import { Sandbox } from './sandbox/sandbox.ts'
import { createServer } from './server.ts'
import type { FixtureSet } from './store/fixture-set.ts'
import type { State } from './store/state.ts'
import { NO_LOG } from './store/store.ts'
import { packageRoot, readVersion } from './version.ts'

/** Headers that the emulated APIs take, from the fixtures. */
export interface Credentials {
  readonly atrium: Record<string, string>
  readonly atms: Record<string, string>
}

/** A mock that answers. */
export interface RunningMock {
  /** Where it answers, without a slash at the end. */
  readonly url: string
  readonly port: number
  readonly credentials: Credentials
  /** The fixtures that it was started with. */
  readonly fixtures: FixtureSet
  /** Puts the default sandbox back to its fixtures, or to others. */
  reset(fixtures?: string): Promise<void>
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

/**
 * Starts a mock as its options say. It answers when this returns.
 *
 * @throws FixtureFileError, DataDirectoryError, or the system's error for a port in use
 */
export async function runMock(options: MockOptions, events: MockEvents = {}): Promise<RunningMock> {
  const { notice = () => {}, failure = () => {} } = events
  const library = new FixtureLibrary(join(packageRoot, 'fixtures'))
  const fixtures = await library.open(options.fixtures, events.progress)
  const data = options.ephemeral ? undefined : await openData(options, fixtures, events)
  const { state, fixtures: current } = data?.recovered ?? { state: fixtures.state, fixtures }
  const sandbox = new Sandbox('default', sandboxOptions(options), current, data?.keeper ?? NO_LOG, state)
  data?.keeper.watch(() => sandbox)

  const server = createServer(options)
  if (events.request !== undefined) reportRequests(server, events.request)
  await server.register(app, { ...options, sandbox, library, version: readVersion(), reportFailure: failure })
  await server.ready()
  const listener = await listen(server.routing, options.host, options.port).catch(async (error) => {
    await data?.close()
    throw error
  })
  const unwatch = options.watch ? watchFixtures(library, fixtures, sandbox, notice) : undefined
  const stop = async () => {
    unwatch?.()
    await listener.close()
    await server.close()
    await data?.close()
  }
  let stopped: Promise<void> | undefined
  return {
    url: urlOf(listener),
    port: listener.port,
    credentials: credentialsOf(sandbox.state),
    fixtures,
    async reset(name) {
      await sandbox.reset(name === undefined ? undefined : await library.open(name))
    },
    close() {
      stopped ??= stop()
      return stopped
    }
  }
}

function openData({ dataDir, fresh }: MockOptions, fixtures: FixtureSet, events: MockEvents): Promise<DataDirectory> {
  const { notice = () => {}, progress } = events
  return openDataDirectory({ directory: dataDir, fixtures, fresh, notice, onProgress: progress })
}

const sandboxOptions = ({ auth, guidSeed, atriumUserLimit }: MockOptions) => ({
  auth,
  guidSeed,
  limit: atriumUserLimit
})

function reportRequests(server: FastifyInstance, report: (request: AnsweredRequest) => void): void {
  server.addHook('onResponse', async ({ method, originalUrl, sandbox, startedAt }, { statusCode }) => {
    report({ method, url: originalUrl, status: statusCode, milliseconds: sandbox.entropy.monotonic() - startedAt })
  })
}

/** Takes an edited fixture file as a reset does; one that is not valid is told of, and nothing changes. */
function watchFixtures(
  library: FixtureLibrary,
  { source, name }: FixtureSet,
  sandbox: Sandbox,
  notice: (text: string) => void
): () => void {
  return watchFile(resolve(source), async () => {
    try {
      const edited = await loadFixtureSet(source, name)
      library.add(edited)
      await sandbox.reset(edited)
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

function urlOf({ address, port }: { readonly address: string; readonly port: number }): string {
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
