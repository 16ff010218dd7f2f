import { join } from 'node:path'
import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import { packageRoot } from '../../src/common/version.ts'
import { FixtureLibrary } from '../../src/fixtures/fixture-library.ts'
import { BodyCache } from '../../src/http/body-cache.ts'
import { listen } from '../../src/http/listen.ts'
import { memoryLog } from '../../src/log/memory-log.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState } from '../../src/sandbox/sandbox-state.ts'
import { app } from '../../src/server/app.ts'
import { createServer } from '../../src/server/fastify.ts'
import { Redaction } from '../../src/wiremock/journal/redaction.ts'
import { noFileStubs } from '../../src/wiremock/stubs/file-stubs.ts'
import { sandboxOptions } from './sandbox-options.ts'

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }

/** A mock that fails unexpectedly whenever it stores a change, and the failures that it reported. */
export async function failingFor(t: Test) {
  const failures: Error[] = []
  const library = new FixtureLibrary(apis, { builtIn: join(packageRoot, 'fixtures') })
  const failing = {
    ...memoryLog,
    append() {
      throw new Error('a bug at /secret/place')
    }
  }
  const options = sandboxOptions()
  const fixtures = await library.open('default')
  const sandbox = new Sandbox('default', options, initialState(fixtures, noFileStubs.files), failing)
  const server = createServer(apis, 1024)
  await server.register(app, {
    apis,
    apiOptions: { guidSeed: 'x', bodies: new BodyCache() },
    sandboxes: new SandboxRegistry(options, fixtures, sandbox),
    library,
    fileStubs: noFileStubs,
    redaction: new Redaction([]),
    origin: { start: 'fresh', directory: undefined },
    version: '0',
    noAdmin: false,
    uploadLimit: 2 ** 20,
    allowShutdown: false,
    stop() {},
    events: { failure: (error) => void failures.push(error) }
  })
  await server.ready()
  const listener = await listen(server.routing, '127.0.0.1', 0)
  t.teardown(() => listener.close())
  return { url: `http://127.0.0.1:${listener.port}`, credentials: CREDENTIALS, failures, sandbox }
}
