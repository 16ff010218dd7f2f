import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { call, createAtriumUser, readJson, stateText, type Target } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { mockFor } from '../support/mock.ts'
import { program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { idOf } from './random-steps.ts'

interface Server extends Target {
  end(): Promise<unknown>
}

/** Starts a server on the same folders each time. */
type Start = () => Promise<Server>

const LOG = ['states', 'default', 'state.wal.ndjson']

/** Two ways to run and end a server. */
const WAYS: Readonly<Record<string, (t: Test, dataDir: string, stubs: string) => Promise<Start>>> = {
  'an orderly stop': async (t, dataDir, stubs) => async () => {
    const { url, close } = await mockOn(t, dataDir, { stubs })
    return { url, end: close }
  },
  'kill -9': async (t, dataDir, stubs) => {
    const { start } = await program(t)
    return async () => {
      const running = start(['--json', '--port', '0', '--data-dir', dataDir, '--stubs', stubs])
      const url = await running.ready
      const end = () => {
        running.process.kill('SIGKILL')
        return running.ended
      }
      return { url, end }
    }
  }
}

export const stubOf = (n: number, more: object = {}) => ({
  id: idOf(n),
  request: { urlPath: `/${n}` },
  response: { status: 290 + n },
  ...more
})
const FILE_STUB = stubOf(1, { metadata: { mock: { times: 3, after: 2 } } })
const STUBS = [
  stubOf(2, { metadata: { mock: { probability: 0.5 } } }),
  stubOf(3, { scenarioName: 's', requiredScenarioState: 'Started', newScenarioState: 'second' }),
  stubOf(4, {
    scenarioName: 's',
    requiredScenarioState: 'second',
    newScenarioState: 'third',
    request: { urlPath: '/3' }
  })
]
const PROBES = ['/1', '/2', '/3']

/** The statuses of requests that the stubs count. */
async function probe(target: Target, times: number): Promise<number[]> {
  const statuses: number[] = []
  for (let n = 0; n < times; n++) for (const path of PROBES) statuses.push((await call(target, 'GET', path)).status)
  return statuses
}

export const read = (target: Target, path: string) => readJson(target, `/__admin/${path}`)

/** Everything that a client can see of a sandbox. */
const everythingOf = async (target: Target) => {
  const { serving } = await read(target, 'health')
  const { start: _, since: _since, ...served } = serving
  const [mappings, scenarios, settings] = await Promise.all(
    ['mappings', 'scenarios', 'settings'].map((path) => read(target, path))
  )
  return { served, records: await stateText(target), mappings, scenarios, settings }
}

export async function stubFolder(t: Test, stubs: Readonly<Record<string, object>>): Promise<string> {
  const folder = await temporaryFolder(t)
  for (const [name, stub] of Object.entries(stubs)) await writeFile(join(folder, name), JSON.stringify(stub))
  return folder
}

/** Changes everything that a restart has to restore. */
async function changeEverything(target: Target): Promise<void> {
  const changes: [method: string, path: string, body?: object][] = [
    ['POST', '/__admin/reset', { fixtures: 'paging' }],
    ['POST', '/users', { user: { identifier: 'new' } }],
    ['PUT', '/__admin/settings', { fixedDelay: 1 }],
    ['POST', '/__admin/mappings/import', { mappings: STUBS }]
  ]
  for (const [method, path, body] of changes) {
    const { status } = await call(target, method, path, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`)
  }
}

export async function restarts(t: Test): Promise<void> {
  for (const [way, starterFor] of Object.entries(WAYS)) {
    t.test(`everything in default survives ${way}`, async (t) => {
      const stubs = await stubFolder(t, { 'one.json': FILE_STUB })
      const dataDir = await temporaryFolder(t)
      const start = await starterFor(t, dataDir, stubs)
      // The responses of a server that is never restarted.
      const reference = await mockFor(t, { stubs })
      await changeEverything(reference)
      const expected = await probe(reference, 12)

      let server = await start()
      const initial = await everythingOf(server)
      await changeEverything(server)
      await createAtriumUser({ url: `${server.url}/sandboxes/w1` }, { identifier: 'elsewhere' })
      const statuses: number[] = []
      for (const run of [1, 2, 3]) {
        statuses.push(...(await probe(server, 4)))
        const before = await everythingOf(server)
        await server.end()
        server = await start()
        t.strictSame(await everythingOf(server), before, `run ${run}: everything that a client sees`)
        t.equal((await read(server, 'health')).serving.start, 'resumed', `run ${run}: resumed`)
        t.equal((await call(server, 'GET', '/__admin/sandboxes/w1')).status, 404, `run ${run}: not other sandboxes`)
      }
      t.strictSame(statuses, expected, 'times, after, probability and scenarios continue')
      t.ok(new Set(expected).size > 4, `the stubs respond in turn: ${[...new Set(expected)]}`)

      const { revision } = (await everythingOf(server)).served
      const lines = async () => (await readFile(join(dataDir, ...LOG), 'utf8')).split('\n').length
      const linesBefore = await lines()
      await call(server, 'POST', '/__admin/reset', { fixtures: 'default' })
      t.equal(await lines(), linesBefore + 1, 'a reset is one entry of the log')
      const reset = { ...initial, served: { ...initial.served, revision: revision + 1 } }
      t.strictSame(await everythingOf(server), reset, 'it resets everything')
      await server.end()
      server = await start()
      t.strictSame(await everythingOf(server), reset, 'a restart does not bring anything back')
      await changeEverything(server)
      t.strictSame(await probe(server, 12), expected, 'counts and random numbers start over')
      await server.end()
    })
  }

  t.test('a reset of the records to other fixtures survives, too', async (t) => {
    for (const [way, starterFor] of Object.entries(WAYS)) {
      const start = await starterFor(t, await temporaryFolder(t), await stubFolder(t, { 'one.json': FILE_STUB }))
      const server = await start()
      await call(server, 'POST', '/__admin/state/reset', { fixtures: 'paging' })
      const before = await everythingOf(server)
      t.equal(before.served.fixtures, 'paging', `${way}: before`)
      await server.end()
      const again = await start()
      t.strictSame(await everythingOf(again), before, `${way}: after`)
      await call(again, 'POST', '/__admin/reset')
      t.equal((await everythingOf(again)).served.fixtures, 'paging', `${way}: the set that a reset returns to`)
      t.equal((await everythingOf(again)).served.counts.atriumUsers, 260, `${way}: its records`)
      await again.end()
    }
  })

  t.test('what an undo and a restore put back survives, too', async (t) => {
    for (const [way, starterFor] of Object.entries(WAYS)) {
      const start = await starterFor(t, await temporaryFolder(t), await stubFolder(t, { 'one.json': FILE_STUB }))
      let server = await start()
      const post = async (path: 'undo' | 'restore', revision: number) =>
        (await call(server, 'POST', `/__admin/history/${path}`, { revision })).status
      const restart = async (what: string) => {
        const before = await everythingOf(server)
        await server.end()
        server = await start()
        t.strictSame(await everythingOf(server), before, `${way}: ${what}`)
      }
      await changeEverything(server)
      await probe(server, 1)
      const { served, ...before } = await everythingOf(server)
      await call(server, 'POST', '/__admin/reset', { fixtures: 'empty' })
      t.equal(await post('undo', served.revision + 1), 200, `${way}: undo`)
      await restart('an undo')
      const { served: servedNow, ...after } = await everythingOf(server)
      t.strictSame(after, before, `${way}: everything is back`)
      t.strictSame(servedNow, { ...served, revision: served.revision + 2 }, `${way}: the fixtures and counts are back`)
      t.equal(await post('restore', served.revision), 409, `${way}: a restart has cleared the history`)

      const { guid } = await createAtriumUser(server, { metadata: 'm' })
      await probe(server, 1)
      await call(server, 'DELETE', `/users/${guid}`)
      const { revision } = (await everythingOf(server)).served
      t.equal(await post('undo', revision), 200, `${way}: the undo of a removal`)
      t.equal(await post('restore', servedNow.revision), 200, `${way}: restore`)
      await restart('a restore')
      const { served: _, ...restored } = await everythingOf(server)
      t.strictSame(restored, before, `${way}: everything is as it was`)
      t.equal((await createAtriumUser(server, { metadata: 'm' })).guid, guid, `${way}: the sequence of guids, too`)
      await server.end()
    }
  })
}
