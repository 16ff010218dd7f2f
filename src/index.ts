import type { Static, TObject } from '@sinclair/typebox'
import type { WrittenLists } from './api/define-api.ts'
import { apis } from './apis/index.ts'
import { withDetails } from './mock/describe-error.ts'
import { inlineFixturesOf, libraryOptions, type OneOrMany } from './mock/library-options.ts'
import type { RunningMock as AnyRunningMock, SandboxHandle as AnySandboxHandle } from './mock/running-mock.ts'
import { startServer } from './mock/start-mock.ts'
import type { MockOptions as CommonOptions } from './options/options.ts'

export type { ActiveProfile, ChaosReport, FaultyRequest } from './chaos/report.ts'
export type { ApiCoverage, Coverage, CoverageCounts, CoveredRule } from './coverage/report.ts'
export { FixtureFileError } from './fixtures/fixture-file.ts'
export { DataDirectoryError } from './log/file/errors.ts'
export { BehaviorError } from './mock/behavior.ts'
export type { Chaos } from './mock/chaos.ts'
export type { Requests, WaitOptions } from './mock/requests.ts'
export type { Correlation } from './wiremock/journal/correlation.ts'
export type { Har, HarEntry } from './wiremock/journal/har-format.ts'
export type { LoggedRequest } from './wiremock/journal/logged-request.ts'
export type { RequestPatternDocument } from './wiremock/matching/request-schemas.ts'
export type { MappingDocument } from './wiremock/stubs/mapping-schemas.ts'

type EmulatedApi = (typeof apis)[number]
type ApiName = EmulatedApi['name']
type ApiOptions = Static<TObject<AllOf<EmulatedApi['options']>>>
/** The intersection of the members of a union. */
type AllOf<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer All) => void ? All : never

/** A fixture as an object. A section that is given must have all its lists. */
export type FixtureDocument = { readonly $schema?: string } & {
  readonly [Api in EmulatedApi as Api['name']]?: WrittenLists<Api['lists']>
}
export type SandboxHandle = AnySandboxHandle<ApiName, FixtureDocument>
export type RunningMock = AnyRunningMock<ApiName, FixtureDocument>
/** Headers that the emulated APIs accept, by API. */
export type Credentials = RunningMock['credentials']

/**
 * The options of `startMock`: those of the command line. `fixtures` may also be an object. Everything is kept in memory unless `dataDir`
 * is given.
 */
export type MockOptions = Partial<OneOrMany<Omit<CommonOptions, 'fixtures' | 'behavior'> & ApiOptions>> & {
  readonly fixtures?: string | FixtureDocument | undefined
  /** A file, or the id of an alternative by the id of its rule. */
  readonly behavior?: string | Readonly<Record<string, string>> | undefined
}

/**
 * Starts a mock in this process.
 *
 * @example
 * const mock = await startMock({ port: 0 })
 * await runTests({ url: mock.url, credentials: mock.credentials })
 * await mock.reset()
 * await mock.close()
 *
 * @throws TypeError for an unknown or invalid option; FixtureFileError with all problems of a fixture; DataDirectoryError; BehaviorError; an error
 *   with the name CertificateError; the system's error with a message that says what to do, for example for a port in use
 */
export async function startMock(options: MockOptions = {}): Promise<RunningMock> {
  const inline = inlineFixturesOf(options)
  const { mock } = await startServer(libraryOptions(options, apis), apis, {}, inline).catch(withDetails)
  return mock
}
