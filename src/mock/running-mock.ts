import type { Coverage } from '../coverage/report.ts'
import type { FixtureName, FixtureSet } from '../fixtures/fixture-set.ts'
import type { MappingDocument, ShownMapping } from '../wiremock/stubs/mapping-schemas.ts'
import type { Chaos } from './chaos.ts'
import type { Requests } from './requests.ts'

/** An isolated sandbox, for the exclusive use of one test. */
export interface SandboxHandle<ApiName extends string = string, Document extends object = object> {
  readonly name: string
  /** Its base URL, without a trailing slash: `/users` and the rest follow. */
  readonly url: string
  /** Headers that the emulated APIs accept, by API. */
  readonly credentials: Readonly<Record<ApiName, Readonly<Record<string, string>>>>
  /** The requests that clients sent. */
  readonly requests: Requests
  /**
   * Which rules of the contracts the requests to it have demonstrated. Resets do not change the counts.
   *
   * @param options `allSandboxes` adds up all sandboxes of the mock, also dropped ones
   */
  coverage(options?: { readonly allSandboxes?: boolean }): Promise<Coverage>
  /**
   * Adds a stub: a WireMock mapping.
   *
   * @returns the complete mapping, with its id
   * @throws InvalidDefinition with all problems
   */
  stub(mapping: MappingDocument): Promise<ShownMapping>
  /** Faults that a seed repeats: chaos profiles. */
  readonly chaos: Chaos<ApiName>
  /**
   * Resets everything in it to its fixtures, or to other ones, which are its fixtures from then on.
   *
   * @param fixtures the name of a fixture set, or a fixture
   * @throws FixtureFileError with all problems of a fixture
   */
  reset(fixtures?: string | Document): Promise<void>
}

/** A running mock. It is also the handle of the sandbox `default`. */
export interface RunningMock<ApiName extends string = string, Document extends object = object>
  extends SandboxHandle<ApiName, Document> {
  readonly port: number
  /** The base URL for HTTPS, if it was started with a `tlsPort`. */
  readonly tlsUrl?: string
  /** The certificate of the CA that clients must trust for HTTPS, in PEM; omitted if you supplied the certificate. */
  readonly ca?: string
  /** The fixtures that it was started with. */
  readonly fixtures: FixtureName & Pick<FixtureSet, 'source'>
  /**
   * The sandbox with this name, created on first use: one for each parallel test, for example.
   *
   * @throws InvalidSandboxName, TooManySandboxes
   */
  sandbox(name: string): SandboxHandle<ApiName, Document>
  /** Resolves when it has stopped. */
  readonly closed: Promise<void>
  /** Stops it: pending responses are sent, and the state is stored. May be called again. */
  close(): Promise<void>
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}
