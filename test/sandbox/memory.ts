import fc from 'fast-check'
import type { Test } from 'tap'
import { bytesOf, textBytes } from '../../src/common/bytes.ts'
import { EvictionOrder, type Spender } from '../../src/common/eviction-order.ts'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { JournalEntry } from '../../src/wiremock/journal/journal-entry.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { stubFilesOf } from '../../src/wiremock/stubs/stub-state.ts'
import { controlFor } from '../support/control.ts'
import { fixture } from '../support/fixtures.ts'
import { fixedStubs, fixtureSetOf, sandboxOf, sandboxOptions } from '../support/sandbox-options.ts'
import { decide, idOf, type Step, step } from './random-steps.ts'
import { stepSources } from './state-value.ts'

/** Entries with the times at which they were added. */
class Times implements Spender {
  readonly kind = 'journals'
  readonly name: string
  readonly times: number[] = []
  readonly #dropped: string[]

  constructor(name: string, dropped: string[]) {
    this.name = name
    this.#dropped = dropped
  }

  get bytes(): number {
    return this.times.length
  }
  get oldest(): number {
    return this.times[0] ?? Number.POSITIVE_INFINITY
  }
  dropOldest(): number {
    this.#dropped.push(`${this.name}${this.times.shift()}`)
    return 1
  }
}

const JSON_TYPE = { 'content-type': 'application/json' }
const arrival = {
  method: 'GET',
  receivedAt: 0,
  rawHeaders: [],
  clientIp: undefined,
  httpVersion: '1.1',
  scheme: 'http'
}

export async function memory(t: Test): Promise<void> {
  t.test('texts count as V8 stores them, and Buffers with their bytes', async (t) => {
    const empty = textBytes('')
    t.equal(textBytes('é'.repeat(1000)) - empty, 1000, 'Latin-1: one byte per character')
    t.equal(textBytes(`${'x'.repeat(999)}ж`) - empty, 2000, 'otherwise two')
    t.equal(bytesOf(Buffer.alloc(5000)) - bytesOf(Buffer.alloc(0)), 5000, 'a Buffer')
    t.ok(bytesOf({ a: [1, 'x'.repeat(500)], b: null }) > 500, 'a document, with everything in it')
  })

  t.test('the oldest entry of many spenders is evicted first', async (t) => {
    const dropped: string[] = []
    const [a, b, c] = [new Times('a', dropped), new Times('b', dropped), new Times('c', dropped)]
    const order = new EvictionOrder()
    const update = () => {
      for (const spender of [a, b, c]) order.update(spender)
    }
    t.equal(order.dropOldest(), 0, 'there is nothing to evict')
    a.times.push(1, 4, 7)
    b.times.push(2, 3)
    update()
    c.times.push(5)
    update()
    // Its own limit has dropped it.
    a.times.shift()
    update()
    while (order.dropOldest() > 0) update()
    t.strictSame(dropped, ['b2', 'b3', 'a4', 'c5', 'a7'], 'in order of time')
    b.times.push(8)
    update()
    b.times.pop()
    update()
    a.times.push(9)
    update()
    t.equal(order.dropOldest(), 1, 'a spender that was empty is back')
    t.equal(dropped.at(-1), 'a9', 'and an empty one is left alone')
  })

  t.test('a dropped sandbox frees all its memory, after any changes', async (t) => {
    const run = async (steps: readonly Step[]) => {
      const budget = new MemoryBudget()
      const fileStubs = fixedStubs(stepSources.fileStubs)
      const sandbox = sandboxOf({ budget, maxHistory: 5, maxRequests: 3, fileStubs }, stepSources.fixtures[0])
      for (const [n, step] of steps.entries()) {
        const entry = new JournalEntry({ ...arrival, url: '/users' }, n, true)
        sandbox.journal.add(entry)
        const [stub] = sandbox.state.stubs.stubs
        if (stub !== undefined) sandbox.journal.recordStub(entry, stub, undefined)
        sandbox.journal.recordResponse(entry, { status: 200, headers: { a: 'b' }, body: 'x'.repeat(n * 90) }, 1)
        await sandbox
          .change((state) => decide(step, state, stepSources))
          .catch(({ statusCode }) => statusCode ?? t.fail())
      }
      const held = budget.report()
      sandbox.dispose()
      // Requests in progress may still finish.
      sandbox.journal.add(new JournalEntry({ ...arrival, url: '/late' }, 0, true))
      for (const step of steps) await sandbox.change((state) => decide(step, state, stepSources)).catch(() => {})
      const { limit, evicted, ...left } = budget.report()
      if (Object.values(held).some((bytes) => bytes < 0)) throw new Error(`negative: ${JSON.stringify(held)}`)
      if (Object.values(left).some((bytes) => bytes !== 0)) throw new Error(`left: ${JSON.stringify(left)}`)
    }
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), run), { numRuns: 60 })
    t.pass('60 random histories')
  })

  t.test('the stubs of files count once, and a new sandbox does not count each of them', async (t) => {
    const budget = new MemoryBudget(1e7)
    const documents = Array.from({ length: 500 }, (_, n) => ({ id: idOf(n), response: {} }))
    const files = stubFilesOf(compileStored(documents))
    const options = sandboxOptions({ budget, fileStubs: fixedStubs(files), maxHistory: 0 })
    const registry = new SandboxRegistry(options, fixtureSetOf(fixture()), sandboxOf(options))
    const { stubs } = budget.report()
    t.ok(stubs > 500 * 600, 'the default sandbox holds them')
    let counted = 0
    const { hold, release } = budget.stubs
    budget.stubs.hold = (...held) => {
      counted++
      return hold.apply(budget.stubs, held)
    }
    budget.stubs.release = (...released) => {
      counted++
      release.apply(budget.stubs, released)
    }
    for (let n = 0; n < 5; n++) registry.draft(`draft${n}`)
    t.equal(counted, 0, 'drafts count nothing')
    const sandboxes = [registry.open('one'), registry.open('two')]
    t.equal(budget.report().stubs, stubs, 'further sandboxes share them')
    t.equal(counted, 2, 'each holds them as one value')
    const [one] = sandboxes
    await one?.change(() => ({
      change: { op: 'stubs', put: compileStored([{ id: idOf(500), response: {} }]) },
      result: null
    }))
    t.equal(one?.state.stubs.stubs.size, 501, 'one has another stub')
    t.ok(budget.report().stubs > stubs + 501 * 600, 'and its own order of stubs, which counts')
    t.ok(budget.report().stubs < 2 * stubs, 'the stubs do not count again')
    t.equal(counted, 3, 'only the difference was counted')
    await one?.change(() => ({ change: { op: 'stubs', remove: [idOf(0)] }, result: null }))
    t.equal(counted, 3, 'a stub that one sandbox deletes still counts for the others')
    await one?.reset(undefined)
    for (const { name } of sandboxes) registry.drop(name)
    t.equal(budget.report().stubs, stubs, 'dropped sandboxes leave nothing behind')
  })

  t.test('every call that exceeds the memory limit gets a 503 and changes nothing', async (t) => {
    const { admin, send, stub, mock } = await controlFor(t, { maxMemory: 300_000 })
    const memory = async () => (await admin('GET', 'health')).json.memory
    const metadata = 'x'.repeat(50_000)
    const create = () => send('POST', '/users', { body: JSON.stringify({ user: { metadata } }), headers: JSON_TYPE })
    const account = { Username: 'new', DisplayName: metadata, UserGroupName: 'Operators' }
    const { guid } = (await create()).json.user
    let last = await create()
    while (last.status === 200) last = await create()
    t.match(last.json.error, { status: 'service_unavailable', message: /--max-memory/ }, 'Atrium')
    const exported = (await admin('GET', 'state')).text
    const atms = await send('POST', '/api/Users', {
      body: JSON.stringify(account),
      headers: JSON_TYPE
    })
    t.match(atms, { status: 503, json: { Message: /memory limit of 300000 bytes/ } }, 'ATMS')
    const rejected: [what: string, response: { status: number }][] = [
      ['a stub', await admin('POST', 'mappings', { response: { body: metadata } })],
      ['an imported stub', await admin('POST', 'mappings/import', { mappings: [{ response: { body: metadata } }] })],
      ['a fixture set', await admin('PUT', 'fixtures/mine')],
      ['a larger state', await admin('PUT', 'state', exported.replaceAll(metadata, metadata + metadata))]
    ]
    for (const [what, { status }] of rejected) t.equal(status, 503, what)
    await t.rejects(mock.stub({ response: { body: metadata } }), { code: 'MOCK_MEMORY_LIMIT' }, 'the library')
    t.equal((await admin('GET', 'state')).text, exported, 'the state has not changed')
    t.match((await admin('GET', 'mappings')).json.meta, { total: 0 }, 'there is no stub')
    t.notOk((await admin('GET', 'fixtures')).text.includes('mine'), 'there is no new fixture set')
    const { limit, used, records } = await memory()
    t.ok(used <= limit && records > 250_000, `within the limit: ${used} of ${limit} bytes`)

    for (let n = 0; n < 3; n++) await fetch(`${mock.url}/sandboxes/unknown/__admin/requests`)
    t.equal((await memory()).records, records, 'a sandbox that is only looked at does not count')
    t.equal((await send('GET', `/users/${guid}`)).status, 200, 'reads still work')
    t.equal((await send('DELETE', `/users/${guid}`)).status, 204, 'deletes still work')
    t.equal((await create()).status, 200, 'deletes make room')
    await admin('POST', 'reset')
    t.ok((await memory()).records < 100_000, 'a reset makes room, although the history could undo it')
    t.equal((await create()).status, 200, 'changes that do not fit are evicted from the history')
    await stub({ response: { body: metadata } })
    await admin('DELETE', 'mappings')
    for (let n = 0; n < 40; n++) {
      const { status } = await admin('PUT', `sandboxes/w${n}`)
      if (status !== 201) last = await send('GET', `/sandboxes/w${n}/users`)
    }
    t.equal(last.status, 503, 'no room for another sandbox')
    for (const { name } of (await admin('GET', 'sandboxes')).json.sandboxes) await admin('DELETE', `sandboxes/${name}`)
    t.equal((await admin('PUT', 'sandboxes/w0')).status, 201, 'dropped sandboxes make room')
  })

  t.test('a deleted stub counts until no journal entry refers to it', async (t) => {
    const { admin, send, stub } = await controlFor(t, { maxMemory: 8_000_000, maxHistory: 0 })
    const stubs = async () => (await admin('GET', 'health')).json.memory.stubs
    const body = 'x'.repeat(500_000)
    const one = await stub({ request: { urlPath: '/one' }, response: { body } })
    const small = await stub({ request: { urlPath: '/small' }, response: {} })
    await send('GET', '/one')
    await send('GET', '/small')
    await admin('DELETE', `mappings/${one}`)
    t.ok((await stubs()) > 1_000_000, 'the journal shows it')
    for (let n = 0; n < 20; n++) {
      const id = await stub({ request: { urlPath: `/${n}` }, response: { body } })
      await send('GET', `/${n}`)
      await admin('DELETE', `mappings/${id}`)
    }
    const { memory } = (await admin('GET', 'health')).json
    t.ok(memory.used <= memory.limit, `within the limit: ${memory.used} bytes`)
    const { json, headers } = await admin('POST', 'requests/count', {})
    const dropped = Number(headers.get('mock-journal-dropped'))
    t.equal(json.count + dropped, 22, 'every request is in the journal, or reported as evicted')
    t.equal(dropped, memory.evicted.journals, 'the health counts them, too')
    t.equal((await admin('GET', `mappings/${small}`)).status, 200, 'stubs in use stay')
    await admin('DELETE', 'requests')
    t.ok((await stubs()) < 10_000, 'clearing the journal frees them')
  })

  t.test('bodies are evicted first, then the history, then requests', async (t) => {
    const { admin, send } = await controlFor(t, { maxMemory: 400_000 })
    const memory = async () => (await admin('GET', 'health')).json.memory
    const post = (size: number) => send('POST', '/nothing', { body: 'x'.repeat(size) })
    await send('GET', '/users')
    for (let n = 0; n < 10; n++) await send('POST', '/users', { body: '{"user":{"metadata":"x"}}', headers: JSON_TYPE })
    const { limit, used, bodies, history, evicted } = await memory()
    t.ok(bodies > 0 && history > 0, 'all kinds are in use')
    t.strictSame(evicted, { bodies: 0, coverage: 0, history: 0, journals: 0 }, 'everything fits')
    await post(limit - used - 1000)
    t.match(await memory(), { bodies: 0, history, evicted: { bodies: 1, history: 0, journals: 0 } }, 'a body')
    await post(1)
    const then = await memory()
    t.match(then, { evicted: { bodies: 1, journals: 0 } }, 'no request is evicted next')
    t.ok(then.history < history && then.evicted.history > 0, 'changes are evicted next')
    await post(5000)
    t.match(await memory(), { history: 0, evicted: { bodies: 1, history: 10 } }, 'all of them')
    t.ok((await memory()).evicted.journals > 0, 'requests are evicted last')
  })
}
