import type { Test } from 'tap'
import type { MockOptions } from '../../src/index.ts'
import { type Control, controlFor, type Json } from '../support/control.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { profilesIn } from './chaos-profiles.ts'

const SHAKY = {
  title: 'Shaky',
  effect: 'errors, and responses a few milliseconds later',
  mappings: [
    { response: { status: 503 }, metadata: { mock: { probability: 0.3 } } },
    {
      priority: 11,
      response: { transformers: ['emulate'], delayDistribution: { type: 'uniform', lower: 1, upper: 20 } },
      metadata: { mock: { probability: 0.5 } }
    }
  ]
}
/** Three pairs of a method and a path. */
const REQUESTS = Array.from({ length: 120 }, (_, i) => i % 3)

/** Chaos profiles. */
export async function chaos(t: Test): Promise<void> {
  t.test(
    'the same seed gives the same faults, with one client and with 64, and another seed gives others',
    async (t) => {
      const folder = await profilesIn(t, { shaky: SHAKY })
      const run = async (seed: number, clients: number): Promise<string[]> => {
        const control = await controlFor(t, { chaosDir: folder })
        await start(t, control, { profile: 'shaky', seed })
        await sendAll(control, REQUESTS, clients)
        return faultsOf(control)
      }
      const first = await run(7, 1)
      t.ok(first.length > 40 && first.length < 120, 'some requests get a fault')
      t.ok(
        first.some((fault) => /\bemulated true [1-9]/.test(fault)),
        'some are delayed'
      )
      t.same(await run(7, 64), first, 'with 64 clients')
      t.same(await run(7, 64), first, 'in another run')
      t.notSame(await run(8, 64), first, 'another seed')
    }
  )

  t.test('a restart continues where the server stopped', async (t) => {
    const dataDir = await temporaryFolder(t)
    const half = REQUESTS.length / 2
    const whole = await controlFor(t)
    await start(t, whole, { profile: 'rate-limited', seed: 3 })
    await sendAll(whole, REQUESTS, 1)
    const options: MockOptions = { ephemeral: false, dataDir }
    const before = await controlFor(t, options)
    await start(t, before, { profile: 'rate-limited', seed: 3 })
    await sendAll(before, REQUESTS.slice(0, half), 8)
    const earlier = await faultsOf(before)
    await before.mock.close()
    const after = await controlFor(t, options)
    const { active } = (await after.admin('GET', 'chaos')).json
    t.match(active, [{ profile: 'rate-limited', seed: 3, apis: null }], 'it is active after the restart')
    await sendAll(after, REQUESTS.slice(half), 8)
    t.same([...earlier, ...(await faultsOf(after))].sort(), await faultsOf(whole), 'the faults of one run')
  })

  t.test(
    'a profile is a set of stubs: in the list, with metadata, removed by a deletion, a stop or a reset',
    async (t) => {
      const control = await controlFor(t)
      const { admin, send } = control
      const stubs = async (): Promise<Json[]> => (await admin('GET', 'mappings')).json.mappings
      const started = await start(t, control, { profile: 'down', seed: 5, apis: ['atrium'] })
      const [stub] = await stubs()
      t.match(stub, { id: started.stubs[0], name: 'Down', metadata: { chaos: { profile: 'down', seed: 5 } } })
      t.equal((await send('GET', '/users')).status, 503, 'a request to the API')
      t.equal((await send('GET', '/api/Users')).status, 200, 'a request to the other API')
      const { json } = await admin('GET', 'requests')
      t.match(
        json.requests[1].subEvents,
        [{ type: 'SEEDED_STUB', data: { seed: 'down/0/5', occurrence: 1 } }],
        'the journal records the seed'
      )
      t.match(json.requests[1].stubMapping.metadata.chaos, { profile: 'down', seed: 5 }, 'and the profile')
      const explained = await admin('GET', `requests/${json.requests[0].id}/explanation?stub=${stub.id}`)
      t.match(explained.json.fields, [{}, {}, { field: 'apis', expected: ['atrium'], actual: 'atms', matched: false }])
      await start(t, control, { profile: 'down' })
      t.equal((await stubs()).length, 1, 'a second start replaces the stubs of the first')
      await admin('DELETE', `mappings/${stub.id}`)
      t.same((await admin('GET', 'chaos')).json.active, [], 'without its stubs, it is not active')
      await start(t, control, { profile: 'flaky' })
      await start(t, control, { profile: 'slow' })
      t.same((await admin('DELETE', 'chaos?profile=flaky')).json, { stopped: 1 })
      t.match((await admin('GET', 'chaos')).json.active, [{ profile: 'slow' }], 'the other one stays')
      t.same((await admin('DELETE', 'chaos')).json, { stopped: 1 })
      await start(t, control, { profile: 'flaky' })
      await admin('POST', 'reset')
      t.same(await stubs(), [], 'after a reset')
    }
  )

  t.test('with a seed, times and after count for each method and path', async (t) => {
    const { stub, send } = await controlFor(t)
    await stub({ response: { status: 503 }, metadata: { mock: { seed: 'a', after: 1, times: 1 } } })
    const statuses: number[] = []
    for (const path of ['/users', '/users', '/users', '/api/Users', '/api/Users', '/api/Users'])
      statuses.push((await send('GET', path)).status)
    t.same(statuses, [200, 503, 200, 200, 503, 200])
  })

  t.test('the counts of a profile take part in the memory limit, and a stop gives the memory back', async (t) => {
    const control = await controlFor(t, { maxMemory: 9 * 1024 * 1024, maxRequests: 10, maxHistory: 0 })
    const { admin, send } = control
    const used = async (): Promise<number> => (await admin('GET', 'health')).json.memory.stubs
    const without = await used()
    await start(t, control, { profile: 'flaky' })
    const started = await used()
    for (let i = 0; i < 50; i++) await send('GET', `/users/USR-${i}`)
    t.ok((await used()) - started >= 50 * 100, 'each path has a count')
    await admin('DELETE', 'chaos')
    t.ok((await used()) <= started, 'the counts are gone')
    t.ok(without <= started)
  })
}

async function start(t: Test, { admin }: Control, choice: object): Promise<Json> {
  const { status, json, text } = await admin('POST', 'chaos', choice)
  t.equal(status, 200, text)
  return json
}

/** Sends requests, each by its number, with so many clients at a time. */
async function sendAll({ send }: Control, requests: readonly number[], clients: number): Promise<void> {
  const left = [...requests]
  const client = async (): Promise<void> => {
    for (let kind = left.shift(); kind !== undefined; kind = left.shift()) {
      if (kind === 2) await send('POST', '/users', { body: `{"user":{"metadata":"${left.length}"}}` })
      else await send('GET', kind === 0 ? '/users' : '/api/Users')
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
}

/** Which requests got which faults, in an order that does not depend on that of the requests. */
async function faultsOf({ admin }: Control): Promise<string[]> {
  const { faults, meta } = (await admin('GET', 'chaos?limit=1000')).json
  if (meta.total !== faults.length) throw new Error('the report is not complete')
  return faults
    .map(({ method, url, occurrence, fault, applied, delay, seed }: Json) =>
      [method, url, String(occurrence).padStart(3, '0'), seed, fault, applied, delay].join(' ')
    )
    .sort()
}
