import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import { memoryLog } from '../../src/log/memory-log.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState } from '../../src/sandbox/sandbox-state.ts'
import { SharedSandboxes } from '../../src/sandbox/shared-sandboxes.ts'
import { noFileStubs } from '../../src/wiremock/stubs/file-stubs.ts'
import { appFor, builtInLibrary } from '../support/app.ts'
import { EventStream } from '../support/event-stream.ts'
import { listening } from '../support/listening.ts'
import { sandboxOptions } from '../support/sandbox-options.ts'
import { SwitchedStore } from '../support/switched-store.ts'

const KEY = 'test-api-key'
/** Calls whose responses are the same without the store, also those that a server without a build does not know. */
const WITHOUT_STATE = [
  ...['/console', '/console/', '/console/users', '/console/console.js', '/console/console.css'],
  ...['/docs', '/docs/', '/docs/api', '/docs/store', '/docs/store.md', '/docs/llms.txt', '/docs/guide.css'],
  ...['/docs/atrium.json', '/docs/atms-3.0.yaml', '/docs/images/console-requests.webp', '/docs/none'],
  ...['/__admin/live', '/__admin/metrics', '/__admin/version', '/__admin/ca.pem', '/__admin/apis', '/__admin/none'],
  ...['/__admin/coverage', '/__admin/coverage?all-sandboxes', '/__admin/files', '/__admin/files/none']
]
  .map((path) => `GET ${path}`)
  .concat('POST /docs/', 'POST /console/', 'DELETE /__admin/version', 'DELETE /__admin/coverage')
  .concat('PUT /__admin/files/none', 'DELETE /__admin/files/none', 'POST /__admin/shutdown')
const OF_THE_STATE = [
  ...['GET /__admin/health', 'GET /__admin/state', 'GET /__admin/sandboxes', 'GET /__admin/fixtures'],
  ...['GET /__admin/mappings', 'POST /__admin/reset', 'GET /', 'GET /none', 'GET /users']
]

/** What a server still responds to while the store with the state cannot be reached. */
export async function withoutStore(t: Test): Promise<void> {
  const { url, store, sandboxes, failures } = await serverFor(t)
  const send = (call: string, headers = {}, body?: string): Promise<Response> => {
    const [method = '', path] = call.split(' ')
    return fetch(`${url}${path}`, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) })
  }

  t.test('only responses that need the state are 503', async (t) => {
    const statuses = async (): Promise<Map<string, number>> => {
      const all = [...WITHOUT_STATE, ...OF_THE_STATE]
      return new Map(await Promise.all(all.map(async (call) => [call, (await send(call)).status] as const)))
    }
    const before = await statuses()
    for (const [call, status] of before) t.not(status, 503, `${call}, with the store`)
    store.isAvailable = false
    const without = await statuses()
    for (const call of WITHOUT_STATE) t.equal(without.get(call), before.get(call), call)
    for (const call of OF_THE_STATE) t.equal(without.get(call), 503, call)
    store.isAvailable = true
    t.strictSame(await statuses(), before, 'when the store is back')
  })

  t.test('credentials of the state are shown only if it can be read', async (t) => {
    for (const isAvailable of [true, false]) {
      store.isAvailable = isAvailable
      for (const path of ['/__admin/apis', '/docs/api'])
        t.equal((await (await send(`GET ${path}`)).text()).includes(KEY), isAvailable, `${path}, ${isAvailable}`)
    }
  })

  t.test('credentials that only another server may know', async (t) => {
    store.isAvailable = false
    const unknown = { 'mx-api-key': 'unknown@elsewhere', 'mx-client-id': 'unknown' }
    for (const [path, status] of [
      ['/__admin/version', 200],
      ['/docs/', 200],
      // Its response is about that sandbox.
      ['/__admin/coverage', 503]
    ] as const)
      t.equal((await send(`GET ${path}`, unknown)).status, status, path)
    store.isAvailable = true
    t.equal((await send('GET /__admin/coverage', unknown)).status, 401, 'with the store')
  })

  t.test('the MCP server: a tool that needs the state says so', async (t) => {
    store.isAvailable = false
    const ask = async (method: string, params: object): Promise<string> => {
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
      return (await send('POST /__admin/mcp', headers, body)).text()
    }
    t.match(await ask('tools/list', {}), /"list_apis"/, 'the tools')
    const failed = await ask('tools/call', { name: 'reset', arguments: {} })
    t.match(failed, /nothing was changed: the store is not available.*"isError":true/, 'a reset')
  })

  t.test('readers of events learn when the store goes and comes', async (t) => {
    store.isAvailable = true
    const stream = await EventStream.open(t, { url })
    for (const isAvailable of [false, true]) {
      store.isAvailable = isAvailable
      sandboxes.onAvailability()
      t.match(await stream.next(), { type: 'resync', data: { reason: /the store/ } }, `${isAvailable}`)
    }
  })

  t.test('nothing failed', async (t) => t.strictSame(failures, []))
}

/** A server whose sandbox `default` is in a store that can be made unavailable. */
async function serverFor(t: Test) {
  const failures: Error[] = []
  const failure = (error: Error): void => void failures.push(error)
  const options = sandboxOptions()
  const fixtures = await builtInLibrary().open('default')
  const sandbox = new Sandbox('default', options, initialState(fixtures, noFileStubs.files), memoryLog)
  const store = new SwitchedStore()
  const shared = new SharedSandboxes(store, { ...options, apis, failure }, fixtures)
  shared.loaded.set('default', sandbox)
  const sandboxes = new SandboxRegistry(options, fixtures, sandbox, shared)
  const server = await appFor(sandboxes, failure)
  return { url: await listening(t, server, options.pauses, sandbox), store, sandboxes, failures }
}
