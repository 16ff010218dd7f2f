import type { Test } from 'tap'
import { listen } from '../../src/http/listen.ts'
import { memoryLog } from '../../src/log/memory-log.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState } from '../../src/sandbox/sandbox-state.ts'
import { noFileStubs } from '../../src/wiremock/stubs/file-stubs.ts'
import { appFor, builtInLibrary } from './app.ts'
import { sandboxOptions } from './sandbox-options.ts'

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }

/** A mock that fails unexpectedly whenever it stores a change, and the failures that it reported. */
export async function failingFor(t: Test) {
  const failures: Error[] = []
  const failing = {
    ...memoryLog,
    append() {
      throw new Error('a bug at /secret/place')
    }
  }
  const options = sandboxOptions()
  const fixtures = await builtInLibrary().open('default')
  const sandbox = new Sandbox('default', options, initialState(fixtures, noFileStubs.files), failing)
  const server = await appFor(new SandboxRegistry(options, fixtures, sandbox), (error) => void failures.push(error))
  await server.ready()
  const listener = await listen(server.routing, '127.0.0.1', 0)
  t.teardown(() => listener.close())
  return { url: `http://127.0.0.1:${listener.port}`, credentials: CREDENTIALS, failures, sandbox }
}
