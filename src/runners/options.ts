import type { FixtureDocument, LoggedRequest, MockOptions, RequestPatternDocument, SandboxHandle } from '../index.ts'

/** The name of a fixture set, a fixture file, or a fixture. */
export type Fixtures = string | FixtureDocument

/** The mock that the tests of a worker use: a running one, or one that is started with these options. */
export type ServerOptions = MockOptions & {
  /**
   * The address of a running server; by default the variable `MOCK_URL`. Only `fixtures` and `adminToken` (by default the variable
   * `MOCK_ADMIN_TOKEN`) apply to it. Without an address, each worker starts a server.
   */
  readonly url?: string | undefined
}

/** For runners that cannot attach files to a test. */
export type RunnerOptions = ServerOptions & {
  /** Where the requests of failed tests are written, as HAR files: `mock-failures` in the working directory by default. */
  readonly failureFolder?: string
}

/** What a request must be: a WireMock request pattern, and two short forms of its `bodyPatterns`. */
export type ExpectedRequest = RequestPatternDocument & {
  /** Members that the JSON body must have. Other members are ignored, and arrays may be in any order. */
  readonly json?: unknown
  /** A text that the body must contain. */
  readonly bodyContains?: string
}

/** How many requests are expected: at least one by default. */
export interface ExpectedCount {
  /** Exactly this many. */
  readonly times?: number
  readonly atLeast?: number
  readonly atMost?: number
  /** How long to wait for them, in milliseconds: 1,000 by default. */
  readonly timeoutMs?: number
}

/** What a test receives. */
export interface MockFixtures {
  /** The sandbox of the test. */
  readonly mock: TestMock
  /** The address of that sandbox, without a trailing slash. */
  readonly mockUrl: string
}

/** The sandbox of a test, and checks of what it received. */
export interface TestMock extends SandboxHandle {
  /**
   * Checks that clients sent matching requests, and waits for them. An error shows the most similar requests.
   *
   * @example
   * await mock.expectRequest({ method: 'POST', urlPath: '/users', json: { user: { identifier: 'anna' } } }, { times: 1 })
   *
   * @returns the matching requests, newest first
   * @throws also if the result could be wrong, because requests were evicted from the journal
   */
  expectRequest(expected: ExpectedRequest, count?: ExpectedCount): Promise<LoggedRequest[]>
  /** Checks that clients sent no matching request so far. @throws like `expectRequest` */
  expectNoRequest(expected: ExpectedRequest): Promise<void>
}
