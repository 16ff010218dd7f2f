import 'fastify'
import type { Api } from '../api/define-api.ts'
import type { OneAtATime } from '../common/one-at-a-time.ts'
import type { Reservation } from '../common/reservation.ts'
import type { Body } from '../http/body-text.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import type { Decision } from './changes.ts'
import type { Cause } from './history.ts'
import type { Sandbox } from './sandbox.ts'
import type { SandboxState } from './sandbox-state.ts'

/** The parsed target of a request. */
export interface Address {
  /** Path and query exactly as sent, without the prefix of a sandbox. The journal shows it, and patterns match it. */
  readonly sent: string
  /** Path and query in the canonical spelling of the routes. */
  readonly url: string
  /** Whether a segment of the path is not percent-encoded UTF-8. */
  readonly isMalformed: boolean
  /** The sandbox that the path names: `/sandboxes/{name}/users`. */
  readonly sandbox: string | undefined
  /** The API that the path belongs to; `undefined` for the control API and the documentation. */
  readonly api: Api | undefined
  /** The area of the server itself that the path belongs to; `undefined` for the emulated APIs. */
  readonly area?: Area | undefined
  /** Host and port, if the target has them: `GET http://localhost:3000/users`. */
  readonly authority?: string | undefined
}

/** A part of the server that belongs to no emulated API. */
export interface Area {
  readonly name: string
  /** Whether people open it in a browser: links from other sites may lead there. */
  readonly hasPages: boolean
}

// The members that the server adds to every request and to its Fastify instance.
declare module 'fastify' {
  interface FastifyRequest {
    readonly address: Address
    /** A draft exists only for this request and is not in the registry. */
    sandbox: Sandbox
    /** Whether the named sandbox does not exist yet. The request sees the state that it would start with. */
    isDraft: boolean
    /** Whether the sandbox shows everything that was stored before the request arrived: false only for routes that set `state`. */
    isUpToDate: boolean
    /** Uses the named sandbox if another request has created it meanwhile. */
    joinSandbox(): void
    /** The sandbox, which is created now if it does not exist yet. @throws TooManySandboxes; StoreUnavailable if it is shared */
    openSandbox(): Promise<Sandbox>
    /** When it arrived, in milliseconds on the sandbox's clock. */
    startedAt: number
    /** Whether the credential names a sandbox that does not accept it: no API accepts it then, and no stub applies. */
    hasForeignSandboxSuffix: boolean
    /** Whether the credential of the addressed API is valid in the sandbox. */
    readonly isAuthenticated: boolean
    /** The memory that it has reserved until its response is sent. */
    room: Reservation
    /** The body as it was received; `undefined` without one, and on routes of other plugins, which read it themselves. */
    receivedBody: Body | undefined
    /** `undefined` for requests that are not recorded: the control API and the documentation. */
    journalEntry: JournalEntry | undefined
    /** Changes the sandbox; the history names this request as the cause, or another one. See `Sandbox.change`. */
    change<R>(decide: (state: SandboxState) => Decision<R>, cause?: Cause): Promise<R>
  }
  interface FastifyInstance {
    /** Reports a failure that a client only sees as a 500. */
    reportFailure(error: Error): void
    /** Decodes received bodies one at a time, which limits the use of processors, and of the 16 MiB that Brotli may need for each. */
    readonly decoding: OneAtATime
  }
  interface FastifyContextConfig {
    /** Set for routes whose body the server reads before their checks run. Routes of other plugins keep their stream. */
    bodyIsRead?: boolean
    /** Whether the journal omits a request unless a stub responds: it only brings a browser to the console. */
    isOmitted?(request: FastifyRequest): boolean
    /** Set for routes of the control API whose handlers read the body as it arrives. */
    streamsBody?: boolean
    /**
     * Set for routes that respond even if the store with the state cannot be reached: `unused` if they never wait for it; `optional` if
     * they respond with less then, see `isUpToDate`.
     */
    state?: 'unused' | 'optional'
    /** The query parameters of a route of the control API: none by default. */
    query?: { readonly properties: object } | 'any'
  }
}
