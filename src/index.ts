import type { Static, TObject } from '@sinclair/typebox'
import { apis } from './apis/index.ts'
import { libraryOptions, type OneOrMany } from './mock/library-options.ts'
import type { RunningMock as AnyRunningMock, SandboxHandle as AnySandboxHandle } from './mock/running-mock.ts'
import { startServer } from './mock/start-mock.ts'
import type { MockOptions as CommonOptions } from './options/options.ts'

export type { Requests, WaitOptions } from './mock/requests.ts'
export type { LoggedRequest } from './wiremock/journal/logged-request.ts'
export type { RequestPatternDocument } from './wiremock/matching/request-schemas.ts'
export type { MappingDocument } from './wiremock/stubs/mapping-schemas.ts'

type EmulatedApi = (typeof apis)[number]
type ApiName = EmulatedApi['name']
type ApiOptions = Static<TObject<AllOf<EmulatedApi['options']>>>
/** The intersection of the members of a union. */
type AllOf<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer All) => void ? All : never

export type SandboxHandle = AnySandboxHandle<ApiName>
export type RunningMock = AnyRunningMock<ApiName>
/** Headers that the emulated APIs accept, by API. */
export type Credentials = RunningMock['credentials']

/** The options of `startMock`: those of the command line. Everything is kept in memory unless `dataDir` is given. */
export type MockOptions = Partial<OneOrMany<CommonOptions & ApiOptions>>

/**
 * Starts a mock in this process.
 *
 * @example
 * const mock = await startMock({ port: 0 })
 * await runTests({ url: mock.url, credentials: mock.credentials })
 * await mock.reset()
 * await mock.close()
 *
 * @throws TypeError for an unknown or invalid option; FixtureFileError with all problems of a fixture file; DataDirectoryError; the
 *   system's error for a port in use
 */
export async function startMock(options: MockOptions = {}): Promise<RunningMock> {
  const { mock } = await startServer(libraryOptions(options, apis), apis)
  return mock
}
