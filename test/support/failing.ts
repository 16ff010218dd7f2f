import { join } from 'node:path'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { FixtureLibrary } from '../../src/fixtures/fixture-library.ts'
import { listen } from '../../src/http/listen.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { app } from '../../src/server/app.ts'
import { createServer } from '../../src/server/fastify.ts'
import { plainSandbox } from './sandbox-options.ts'

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }

/** A mock that cannot keep any change, as with a full disk: where it answers, and what it told its operator. */
export async function failingFor(t: Test) {
  const failures: Error[] = []
  const library = new FixtureLibrary({ builtIn: join(packageRoot, 'fixtures') })
  const full = {
    append() {
      throw new Error('ENOSPC: no space left on device, write /secret/place')
    },
    async keep() {}
  }
  const limits = { limit: undefined, maxSandboxes: 9, sandboxTtl: 9 }
  const options = { auth: 'strict', guidSeed: 'x', ...limits, ...plainSandbox() } as const
  const fixtures = await library.open('default')
  const sandbox = new Sandbox('default', options, fixtures, full)
  const sandboxes = new SandboxRegistry(options, fixtures, sandbox)
  const server = createServer({ bodyLimit: 1024 })
  const reportFailure = (error: Error) => void failures.push(error)
  await server.register(app, {
    sandboxes,
    library,
    version: '0',
    noAdmin: false,
    allowShutdown: false,
    stop() {},
    reportFailure
  })
  await server.ready()
  const listener = await listen(server.routing, '127.0.0.1', 0)
  t.teardown(() => listener.close())
  return { url: `http://127.0.0.1:${listener.port}`, credentials: CREDENTIALS, failures, sandbox }
}
