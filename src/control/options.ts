import type { Api } from '../api/define-api.ts'
import type { Profiles } from '../chaos/profiles.ts'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import type { KnownPaths } from '../http/known-paths.ts'
import type { Behavior } from '../rules/behavior.ts'
import type { SandboxRegistry } from '../sandbox/registry.ts'
import type { StateOrigin } from '../sandbox/served-state.ts'
import type { Redaction } from '../wiremock/journal/redaction.ts'
import type { FileStubs } from '../wiremock/stubs/file-stubs.ts'
import type { RequestMetrics } from './metrics/request-metrics.ts'

/** The parts of the server that the control API reads and changes. */
export interface ControlOptions {
  readonly apis: readonly Api[]
  readonly library: FixtureLibrary
  readonly sandboxes: SandboxRegistry
  readonly requests: RequestMetrics
  /** The stubs of the `--stubs` folder. */
  readonly fileStubs: FileStubs
  readonly profiles: Profiles
  readonly version: string
  /** The routes of the API that a URL belongs to, and its path as they spell it; `undefined` if it belongs to none. */
  readonly routesFor: (url: string) => { readonly paths: KnownPaths; readonly path: string } | undefined
  /** Hides credentials in requests that responses show. */
  readonly redaction: Redaction
  /** The bearer token that calls must carry. */
  readonly adminToken?: string
  /** The largest state or fixture set that a call may send, in bytes. */
  readonly uploadLimit: number
  /** Seeds members that a fixture may leave out. */
  readonly guidSeed: string
  /** Turns off everything except the health checks. */
  readonly noAdmin: boolean
  /** The certificate of the CA that signed the server's own, in PEM. */
  readonly ca?: string
  /** Whether `POST /__admin/shutdown` may stop the server. */
  readonly allowShutdown: boolean
  /** Stops the server. */
  readonly stop: () => void
  /** Where the state of the sandbox `default` came from. */
  readonly origin: StateOrigin
  /** The alternatives that the emulated APIs follow instead of their contracts. */
  readonly behavior: Behavior
}
