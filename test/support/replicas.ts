import type { Test } from 'tap'
import { memoryLog } from '../../src/log/memory-log.ts'
import { type RegistryOptions, SandboxRegistry } from '../../src/sandbox/registry.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState } from '../../src/sandbox/sandbox-state.ts'
import { noFileStubs } from '../../src/wiremock/stubs/file-stubs.ts'
import { appFor, builtInLibrary } from './app.ts'
import { listening } from './listening.ts'
import { MemoryJournals } from './memory-journals.ts'
import { sandboxOptions } from './sandbox-options.ts'

export const ATMS = { token: 'test-token' }
export const LIST = '/api/Users'
export const STUB = { id: '7ecd0ee5-5c4d-4e33-a4f7-3d4f0a1d9c5e', name: 'late', metadata: { of: 'a test' } }

/** A request in the journal. */
export interface ShownEvent {
  readonly id: string
  readonly request: {
    readonly method: string
    readonly url: string
    readonly body: string
    readonly bodyAsBase64: string
  }
  readonly response: { readonly status?: number; readonly body?: string }
  readonly wasMatched: boolean
  readonly stubMapping: { readonly name?: string }
  readonly subEvents: readonly { readonly type: string; readonly data: { readonly message?: string } }[]
}

/** The members of the responses that the tests read. */
export interface ControlBody {
  readonly count: number
  readonly requests: readonly ShownEvent[]
  readonly serveEvents: readonly ShownEvent[]
  readonly nearMisses: readonly Pick<ShownEvent, 'request'>[]
  readonly mappings: readonly object[]
  readonly sandboxes: readonly object[]
  readonly stub: { readonly name: string }
  readonly errors: readonly { readonly title: string }[]
}

/** A server whose request journal is shared with others. */
export interface JournalReplica {
  readonly url: string
  readonly sandbox: Sandbox
  /** Unexpected failures. */
  readonly failures: Error[]
  /** Sends a request. */
  send(method: string, path: string, body?: object): Promise<Response>
  /** The headers and the body of a control call. */
  control(
    method: string,
    path: string,
    body?: object
  ): Promise<{ status: number; dropped: string | null; body: ControlBody }>
}

/** Two servers that share the request journal of `default`, but nothing else. */
export async function replicasFor(t: Test, journals = new MemoryJournals(), options: Partial<RegistryOptions> = {}) {
  const replicas = [await replicaFor(t, journals, options), await replicaFor(t, journals, options)] as const
  return { journals, replicas }
}

async function replicaFor(t: Test, journals: MemoryJournals, given: Partial<RegistryOptions>): Promise<JournalReplica> {
  const failures: Error[] = []
  const options = sandboxOptions({ journals, ...given })
  const fixtures = await builtInLibrary().open('default')
  const sandbox = new Sandbox('default', options, initialState(fixtures, noFileStubs.files), memoryLog)
  await sandbox.shared?.begin()
  const server = await appFor(new SandboxRegistry(options, fixtures, sandbox), (error) => void failures.push(error))
  const url = await listening(t, server, options.pauses, sandbox)
  const send = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...ATMS, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) })
    })
  return {
    url,
    sandbox,
    failures,
    send,
    async control(method, path, body) {
      const response = await send(method, `/__admin/${path}`, body)
      const text = await response.text()
      const dropped = response.headers.get('mock-journal-dropped')
      return { status: response.status, dropped, body: text === '' ? undefined : JSON.parse(text) }
    }
  }
}

export const countOf = async (replica: JournalReplica, pattern: object = {}): Promise<number> =>
  (await replica.control('POST', 'requests/count', pattern)).body.count
