import type { Progress } from '../fixtures/fixture-file.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { Credentials } from '../sandbox/credentials.ts'
import type { MappingDocument, ShownMapping } from '../wiremock/stubs/mapping-schemas.ts'
import type { Requests } from './requests.ts'

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
