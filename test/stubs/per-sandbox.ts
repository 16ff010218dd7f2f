import type { Test } from 'tap'
import { type Control, controlFor, type Json, type Reply } from '../support/control.ts'

type Send = Control['send']

/** How requests to the APIs and to the control API name a sandbox. */
interface Naming {
  readonly prefix: string
  readonly headers: Readonly<Record<string, string>>
}

const NAMINGS: Readonly<Record<string, (name: string) => Naming>> = {
  'the path': (name) => ({ prefix: `/sandboxes/${name}`, headers: {} }),
  'the header': (name) => ({ prefix: '', headers: { 'Mock-Sandbox': name } }),
  "the suffix of Atrium's key": (name) => ({ prefix: '', headers: { 'MX-API-Key': `test-api-key@${name}` } }),
  "the suffix of ATMS's token": (name) => ({ prefix: '', headers: { token: `test-token@${name}` } })
}
/** A credential's suffix only applies to its own API. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  "the suffix of Atrium's key": ['/users'],
  "the suffix of ATMS's token": ['/api/Users']
}
const BOTH_APIS = ['/users', '/api/Users']

/** A client of one sandbox. */
interface SandboxClient {
  request(method: string, path: string, body?: unknown): Promise<Reply>
  admin(method: string, path: string, body?: unknown): Promise<Json>
}

function clientFor(send: Send, { prefix, headers }: Naming): SandboxClient {
  const request: SandboxClient['request'] = (method, path, body) =>
    send(method, prefix + path, { headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { request, admin: async (method, path, body) => (await request(method, `/__admin/${path}`, body)).json }
}

/** The stubs, scenario, settings, journal and users of a sandbox. */
async function summaryOf({ admin }: SandboxClient, path: string): Promise<object> {
  const { scenarios } = await admin('GET', 'scenarios')
  const { atrium, atms } = await admin('GET', 'state')
  return {
    stubs: (await admin('GET', 'mappings')).meta.total,
    scenario: scenarios[0]?.state,
    delay: (await admin('GET', 'settings')).settings.fixedDelay,
    requests: (await admin('POST', 'requests/count', { urlPath: path })).count,
    users: [atrium.users.length, atms.users.length]
  }
}

/** Changes everything that `summaryOf` reads. */
async function change({ request, admin }: SandboxClient, path: string): Promise<void> {
  await admin('PUT', 'state', { atrium: { credentials: CREDENTIALS, users: [] }, atms: { ...ATMS, users: [] } })
  await admin('POST', 'settings', { fixedDelay: 1 })
  const states = { requiredScenarioState: 'Started', newScenarioState: 'used' }
  await admin('POST', 'mappings', {
    request: { urlPath: path },
    response: { status: 418 },
    scenarioName: 's',
    ...states
  })
  await request('GET', path)
  await request('GET', path)
}

const CREDENTIALS = [{ apiKey: 'test-api-key', clientId: 'test-client-id' }]
const ATMS = { tokens: ['test-token'], userGroups: [] }

const CHANGED = { stubs: 1, scenario: 'used', delay: 1, requests: 2, users: [0, 0] }
const INITIAL = { stubs: 0, scenario: undefined, delay: undefined, requests: 0, users: [7, 6] }

/** Calls that reset parts of a sandbox, and its summary afterwards. */
const RESETS: readonly [method: string, path: string, summary: object][] = [
  ['POST', 'reset', INITIAL],
  ['POST', 'state/reset', { ...CHANGED, users: INITIAL.users }],
  ['POST', 'mappings/reset', { ...CHANGED, stubs: 0, scenario: undefined, requests: 0 }],
  ['POST', 'scenarios/reset', { ...CHANGED, scenario: 'Started' }],
  ['DELETE', 'mappings', { ...CHANGED, stubs: 0, scenario: undefined }],
  ['DELETE', 'requests', { ...CHANGED, requests: 0 }]
]

/** Every change belongs to one sandbox, whichever way requests name it. */
export async function perSandbox(t: Test): Promise<void> {
  for (const [how, naming] of Object.entries(NAMINGS)) {
    for (const path of PATHS[how] ?? BOTH_APIS) {
      t.test(`${path} in a sandbox named by ${how}`, async (t) => {
        const { send, mock } = await controlFor(t)
        const own = clientFor(send, naming('w1'))
        const other = clientFor(send, naming('w2'))
        const byDefault = clientFor(send, { prefix: '', headers: {} })

        await change(own, path)
        t.same(await summaryOf(own, path), CHANGED, 'the sandbox has changed')
        t.same(await summaryOf(other, path), INITIAL, 'another sandbox has not')
        t.same(await summaryOf(byDefault, path), INITIAL, 'the default sandbox has not')
        t.equal((await other.request('GET', path)).status, 200, 'no stub in another sandbox')
        t.equal(await mock.sandbox('w1').requests.count({ urlPath: path }), 2, 'the library reads the same journal')

        for (const [method, call, summary] of RESETS) {
          await Promise.all(
            [own, other].map(async (client) => {
              await client.admin('POST', 'reset')
              await change(client, path)
            })
          )
          await own.admin(method, call)
          t.same(await summaryOf(own, path), summary, `${method} ${call} resets its part`)
          t.same(await summaryOf(other, path), CHANGED, `${method} ${call} does not change another sandbox`)
        }
        t.same(await summaryOf(byDefault, path), INITIAL, 'no reset has changed the default sandbox')
      })
    }
  }
}
