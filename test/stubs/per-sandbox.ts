import type { Test } from 'tap'
import { type Control, controlFor, type Json, type Reply } from '../support/control.ts'

type Send = Control['send']

/** One way to name a sandbox: with every request, to an API and to the control API alike. */
interface Way {
  readonly prefix: string
  readonly headers: Readonly<Record<string, string>>
}

/** The ways to name a sandbox, by what they are called. */
const WAYS: Readonly<Record<string, (name: string) => Way>> = {
  'the path': (name) => ({ prefix: `/sandboxes/${name}`, headers: {} }),
  'the header': (name) => ({ prefix: '', headers: { 'Mock-Sandbox': name } }),
  "the suffix of Atrium's key": (name) => ({ prefix: '', headers: { 'MX-API-Key': `test-api-key@${name}` } }),
  "the suffix of ATMS's token": (name) => ({ prefix: '', headers: { token: `test-token@${name}` } })
}
/** A suffix speaks for its own API. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  "the suffix of Atrium's key": ['/users'],
  "the suffix of ATMS's token": ['/api/Users']
}
const BOTH = ['/users', '/api/Users']

/** All that a tester changes in a sandbox beside its state. */
interface World {
  ask(method: string, path: string, body?: unknown): Promise<Reply>
  admin(method: string, path: string, body?: unknown): Promise<Json>
}

function worldOf(send: Send, { prefix, headers }: Way): World {
  const ask: World['ask'] = (method, path, body) =>
    send(method, prefix + path, { headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { ask, admin: async (method, path, body) => (await ask(method, `/__admin/${path}`, body)).json }
}

/** What a sandbox shows of its stubs, scenario, settings and journal, and of its users. */
async function shown({ admin }: World, path: string): Promise<object> {
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

/** Makes a world unlike the one at birth, in all that `shown` looks at. */
async function change({ ask, admin }: World, path: string): Promise<void> {
  await admin('PUT', 'state', { atrium: { credentials: CREDENTIALS, users: [] }, atms: { ...ATMS, users: [] } })
  await admin('POST', 'settings', { fixedDelay: 1 })
  const states = { requiredScenarioState: 'Started', newScenarioState: 'used' }
  await admin('POST', 'mappings', {
    request: { urlPath: path },
    response: { status: 418 },
    scenarioName: 's',
    ...states
  })
  await ask('GET', path)
  await ask('GET', path)
}

const CREDENTIALS = [{ apiKey: 'test-api-key', clientId: 'test-client-id' }]
const ATMS = { tokens: ['test-token'], userGroups: [] }

const CHANGED = { stubs: 1, scenario: 'used', delay: 1, requests: 2, users: [0, 0] }
const AT_BIRTH = { stubs: 0, scenario: undefined, delay: undefined, requests: 0, users: [7, 6] }

/** What a call puts back, of what was changed. */
const RESETS: readonly [method: string, path: string, left: object][] = [
  ['POST', 'reset', AT_BIRTH],
  ['POST', 'state/reset', { ...CHANGED, users: AT_BIRTH.users }],
  ['POST', 'mappings/reset', { ...CHANGED, stubs: 0, scenario: undefined }],
  ['POST', 'scenarios/reset', { ...CHANGED, scenario: 'Started' }],
  ['DELETE', 'mappings', { ...CHANGED, stubs: 0, scenario: undefined }],
  ['DELETE', 'requests', { ...CHANGED, requests: 0 }]
]

export async function perSandbox(t: Test): Promise<void> {
  for (const [how, way] of Object.entries(WAYS)) {
    for (const path of PATHS[how] ?? BOTH) {
      t.test(`${path} in a sandbox named by ${how}`, async (t) => {
        const { send, mock } = await controlFor(t)
        const worlds = ['w1', 'w2'].map((name) => worldOf(send, way(name))) as [World, World]
        const [own, other] = worlds
        const byDefault = worldOf(send, { prefix: '', headers: {} })

        await change(own, path)
        t.same(await shown(own, path), CHANGED)
        t.same(await shown(other, path), AT_BIRTH, 'another sandbox is as at birth')
        t.same(await shown(byDefault, path), AT_BIRTH, 'and so is the default one')
        t.equal((await other.ask('GET', path)).status, 200)
        t.equal(await mock.sandbox('w1').requests.count({ urlPath: path }), 2, 'the library sees the same')

        for (const [method, call, left] of RESETS) {
          await Promise.all(
            worlds.map(async (world) => {
              await world.admin('POST', 'reset')
              await change(world, path)
            })
          )
          await own.admin(method, call)
          t.same(await shown(own, path), left, `${method} ${call} puts back its part`)
          t.same(await shown(other, path), CHANGED, `${method} ${call} leaves another sandbox alone`)
        }
        t.same(await shown(byDefault, path), AT_BIRTH, 'the default one was left alone by all of them')
      })
    }
  }
}
