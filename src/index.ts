import { libraryOptions } from './mock/library-options.ts'
import type { RunningMock } from './mock/running-mock.ts'
import { runMock } from './mock/start-mock.ts'
import type { MockOptions as AllOptions } from './options/options.ts'

export type { Requests, WaitOptions } from './mock/requests.ts'
export type { RunningMock, SandboxHandle } from './mock/running-mock.ts'
export type { Credentials } from './sandbox/credentials.ts'
export type { LoggedRequest } from './wiremock/journal/logged-request.ts'
export type { RequestPatternDocument } from './wiremock/matching/request-schemas.ts'
export type { MappingDocument } from './wiremock/stubs/mapping-schemas.ts'

/** What `startMock` takes: the same options as the command line. Everything is kept in memory unless `dataDir` is given. */
export type MockOptions = Partial<AllOptions>

/**
 * Starts a mock in this process.
 *
 * @example
 * const mock = await startMock({ port: 0 })
 * await fetch(`${mock.url}/users`, { headers: mock.credentials.atrium })
 * await mock.reset()
 * await mock.close()
 *
 * @throws TypeError for an option that is unknown or wrong; FixtureFileError with all problems of a fixture file; DataDirectoryError; the system's error for a port in use
 */
export async function startMock(options: MockOptions = {}): Promise<RunningMock> {
  return runMock(libraryOptions(options))
}
