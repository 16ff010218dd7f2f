import type { MockOptions as AllOptions } from './config.ts'
import { libraryOptions } from './library-options.ts'
import { runMock } from './mock.ts'
import type { RunningMock } from './running-mock.ts'

export type { Credentials } from './credentials.ts'
export type { Requests, WaitOptions } from './library.ts'
export type { LoggedRequest } from './requests/logged-request.ts'
export type { RequestPatternDocument } from './requests/request-schemas.ts'
export type { RunningMock, SandboxHandle } from './running-mock.ts'
export type { MappingDocument } from './stubs/mapping-schemas.ts'

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
