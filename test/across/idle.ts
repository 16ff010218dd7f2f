import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import { assemble } from '../../src/mock/assemble.ts'
import { libraryOptions } from '../../src/mock/library-options.ts'

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }

/** Sandboxes that are idle for too long. */
export async function idle(t: Test): Promise<void> {
  t.test('are dropped and make room; a request keeps its sandbox', async (t) => {
    const options = libraryOptions({ fixtures: 'empty', maxSandboxes: 3, sandboxTtl: 60 }, apis)
    const { server, sandboxes, close } = await assemble(options, apis)
    t.teardown(close)
    const request = async (method: 'GET' | 'POST', url: string, body?: object) => {
      const response = await server.inject({ method, url, headers: CREDENTIALS, ...(body && { body }) })
      return { status: response.statusCode, body: response.json() }
    }
    const leaveIdle = (name: string) => {
      const sandbox = sandboxes.get(name)
      if (sandbox === undefined) throw new Error(`no sandbox ${name}`)
      sandbox.lastUsed -= 60_001
    }
    await request('POST', '/sandboxes/w1/users', { user: { metadata: 'm' } })
    await request('GET', '/sandboxes/w2/users')
    t.equal((await request('GET', '/sandboxes/w3/users')).status, 503, 'no room for a third one')
    leaveIdle('w1')
    t.equal((await request('GET', '/__admin/sandboxes/w1')).status, 404, 'an idle sandbox is gone')
    t.equal((await request('GET', '/sandboxes/w3/users')).status, 200, 'there is room')
    leaveIdle('w2')
    leaveIdle('w3')
    const { body } = await request('GET', '/sandboxes/w1/users')
    t.equal(body.pagination.total_entries, 0, 'it starts over when it is used again')
    const w1 = sandboxes.get('w1')
    const before = w1?.lastUsed ?? 0
    await request('GET', '/sandboxes/w1/users')
    t.ok((w1?.lastUsed ?? 0) > before, 'a request counts as use')
    t.strictSame(
      sandboxes.all().map(({ name }) => name),
      ['default', 'w1'],
      'the others are gone'
    )
  })
}
