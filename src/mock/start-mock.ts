import type { Api } from '../api/define-api.ts'
import { ClockAndIds } from '../common/clock-and-ids.ts'
import { clearInterval, setInterval } from '../common/timers.ts'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { MockOptions } from '../options/options.ts'
import { firstCredentials } from '../sandbox/credentials.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { type ServedState, servedState } from '../sandbox/served-state.ts'
import { sweepInterval } from '../sandbox/sweep-interval.ts'
import { type OpenPorts, openPorts } from '../server/open-ports.ts'
import { loadCertificate } from '../tls/load-certificate.ts'
import { type AssembledMock, assemble } from './assemble.ts'
import type { BehaviorProfile } from './behavior.ts'
import { ownChaos } from './chaos.ts'
import { withDetails } from './describe-error.ts'
import type { MockEvents } from './events.ts'
import { addStub, OwnRequests } from './requests.ts'
import type { RunningMock, SandboxHandle } from './running-mock.ts'
import { watchFixtures } from './watch-fixtures.ts'

export interface StartedMock {
  readonly mock: RunningMock
  /** The state that it serves now. */
  readonly served: ServedState
  /** The folder that holds its state; `undefined` if it is kept in memory. */
  readonly directory: string | undefined
  /** How many stubs were loaded from files, and from where; `undefined` without `--stubs`. */
  readonly stubFiles: string | undefined
  /** The alternatives that it follows, and the file that chose them. */
  readonly profile: BehaviorProfile
}

/**
 * Starts a mock. It accepts requests when this returns.
 *
 * @param apis the emulated APIs
 * @param inline fixtures in place of those that the options name
 * @throws FixtureFileError, DataDirectoryError, CertificateError, or the system's error for a port in use
 */
export async function startServer(
  options: MockOptions,
  apis: readonly Api[],
  events: MockEvents = {},
  inline?: object
): Promise<StartedMock> {
  const hosts = apis.flatMap((api) => api.hosts)
  const certificate = await loadCertificate(options, hosts, new ClockAndIds().now())
  const assembled = await assemble(options, apis, events, inline, certificate?.ca)
  const { server, sandboxes, fixtures, origin } = assembled
  const { host, port } = options
  const open = async (): Promise<OpenPorts> => {
    await server.ready()
    return openPorts(server, { host, port, certificate })
  }
  const ports = await open().catch(async (error) => {
    await assembled.close()
    throw error
  })
  const unwatch = options.watch ? watchFixtures(assembled, events.notice) : undefined
  const sweep = setInterval(() => sandboxes.dropIdle(), sweepInterval(options.sandboxTtl)).unref()
  let isStopping = false
  const requireOpen = (): void => {
    if (isStopping) throw new Error('the mock is closed: start another one')
  }
  const closed = assembled.stopRequested.then(async () => {
    isStopping = true
    unwatch?.()
    clearInterval(sweep)
    assembled.endWaits()
    await Promise.all(ports.listeners.map((listener) => listener.close()))
    await assembled.close()
  })
  const close = (): Promise<void> => {
    assembled.stop()
    return closed
  }
  const mock: RunningMock = {
    ...handleOf(assembled, sandboxes.default.name, ports.url, requireOpen),
    port: ports.port,
    ...(ports.tlsUrl !== undefined && { tlsUrl: ports.tlsUrl }),
    ...(certificate?.ca !== undefined && { ca: certificate.ca }),
    fixtures: { name: fixtures.name, sha256: fixtures.sha256, source: fixtures.source },
    sandbox: (name) => handleOf(assembled, name, `${ports.url}/sandboxes/${name}`, requireOpen),
    closed,
    close,
    [Symbol.asyncDispose]: close
  }
  return {
    mock,
    served: servedState(apis, sandboxes.default, origin),
    directory: origin.directory,
    stubFiles: origin.stubFiles,
    profile: assembled.profile
  }
}

/** Looks the sandbox up by name each time: an idle one is dropped and created again. */
function handleOf(assembled: AssembledMock, name: string, url: string, requireOpen: () => void): SandboxHandle {
  const { apis, sandboxes, library, redaction } = assembled
  const find = async (): Promise<Sandbox> => {
    await sandboxes.shared?.prepare([name], true)
    const { sandbox } = await sandboxes.openStored(name)
    sandbox.markUsed()
    return sandbox
  }
  // A shared sandbox that is not loaded here is read or created when it is used.
  const present = sandboxes.shared === undefined ? sandboxes.open(name) : (sandboxes.get(name) ?? sandboxes.draft(name))
  present.markUsed()
  return {
    name,
    url,
    credentials: firstCredentials(apis, present.state.apis),
    requests: new OwnRequests(find, redaction),
    coverage: ({ allSandboxes = false } = {}) =>
      allSandboxes ? sandboxes.coverages.readAll() : sandboxes.coverages.read(name),
    async stub(mapping) {
      requireOpen()
      return addStub(await find(), mapping)
    },
    chaos: ownChaos(assembled, find, requireOpen),
    async reset(fixtures) {
      requireOpen()
      const set = await setFor(library, fixtures).catch(withDetails)
      const sandbox = await find()
      await sandbox.reset(set ?? sandboxes.fixturesOf(sandbox), { call: 'mock.reset()' })
    }
  }
}

/** @throws UnknownFixtureSet, FixtureFileError */
async function setFor(library: FixtureLibrary, fixtures: string | object | undefined): Promise<FixtureSet | undefined> {
  if (fixtures === undefined) return undefined
  return typeof fixtures === 'string' ? library.get(fixtures) : library.inline(fixtures)
}
