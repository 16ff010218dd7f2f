import { Agent } from 'node:http'
import type { Test } from 'tap'
import { clientOf } from '../support/client.ts'
import { countsIn } from '../support/covered-rules.ts'
import { mockFor } from '../support/mock.ts'
import { admin, clientIn, createUser, DEMONSTRATED, scenario } from './scenario.ts'

const twice = Object.fromEntries(Object.entries(DEMONSTRATED).map(([id, count]) => [id, 2 * count]))

/** A scenario demonstrates exactly its rules, whatever happens to the journal and the sandbox. */
export async function counting(t: Test): Promise<void> {
  const mock = await mockFor(t)
  await scenario(mock)
  const { meta, apis } = await mock.coverage()
  const [first, second] = apis
  t.strictSame(countsIn(await mock.coverage()), DEMONSTRATED, 'exactly its rules')
  t.strictSame([meta.evaluated, meta.missed], [4, 0], 'evaluated requests')
  t.strictSame([first?.demonstrated, second?.demonstrated, meta.demonstrated], [12, 0, 12], 'demonstrated rules')
  t.equal(meta.rules, (first?.rules ?? 0) + (second?.rules ?? 0), 'rules of both APIs')
  t.equal(first?.percent, Math.floor((1000 * 12) / (first?.rules ?? 0)) / 10, 'percent, rounded down')

  await mock.reset()
  t.strictSame(countsIn(await mock.coverage()), DEMONSTRATED, 'after a reset')
  await scenario(mock)
  await mock.reset()
  t.strictSame(countsIn(await mock.coverage()), twice, 'requests before a reset count')
  await admin(mock, 'DELETE coverage')
  t.strictSame(countsIn(await mock.coverage()), {}, 'after a deletion')
  await scenario(mock)
  await admin(mock, 'DELETE requests')
  t.strictSame(countsIn(await mock.coverage()), DEMONSTRATED, 'after the journal was emptied')
  await scenario(mock)
  await admin(mock, 'DELETE coverage')
  t.strictSame((await mock.coverage()).meta.evaluated, 0, 'requests before a deletion do not count')

  const small = await mockFor(t, { maxRequests: 1 })
  await scenario(small)
  t.strictSame(countsIn(await small.coverage()), DEMONSTRATED, 'after evictions')

  const { requests } = JSON.parse((await admin(mock, 'GET requests')).text)
  t.equal(requests.length, 4, 'the journal stays as it is')
}

/** 64 sandboxes at the same time, each with its own requests. */
export async function parallelSandboxes(t: Test): Promise<void> {
  const mock = await mockFor(t, { maxRequests: 2 })
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const names = Array.from({ length: 64 }, (_, i) => `w${i}`)
  await Promise.all(
    names.map(async (name, i) => {
      const sandbox = mock.sandbox(name)
      await scenario(sandbox, agent)
      const client = clientIn(sandbox, agent)
      for (let n = 0; n < i % 2; n++) await client('GET /users/USR-1')
    })
  )
  const unknown = (i: number): number => 1 + (i % 2)
  for (const [i, name] of names.entries()) {
    const counts = countsIn(await mock.sandbox(name).coverage())
    const extra = {
      'atrium.negotiation.error-type': unknown(i),
      'atrium.user.malformed-guid': unknown(i),
      'atrium.errors.body': unknown(i),
      'atrium.errors.message': unknown(i)
    }
    if (i % 8 < 2) t.strictSame(counts, { ...DEMONSTRATED, ...extra }, name)
  }
  t.strictSame((await mock.coverage()).meta.evaluated, 0, 'the default sandbox has none of them')
  const all = await mock.coverage({ allSandboxes: true })
  t.equal(all.meta.evaluated, 64 * 4 + 32, 'all sandboxes together')
  t.equal(countsIn(all)['atrium.routes.create'], 64, 'the sum of the counts')
}

/** Repeated reads count like those that are evaluated one by one. */
export async function repeatedReads(t: Test): Promise<void> {
  const disabled = 'USR-9297913c-7d88-3218-d4dd-c842fab7db71'
  const counts = async (sends: (i: number) => Record<string, string>) => {
    const mock = await mockFor(t)
    const client = clientIn(mock)
    let requests = 0
    const read = async (path: string) => {
      for (let i = 0; i < 3; i++) await client(`GET ${path}`, { sends: sends(requests++) })
    }
    // That the user is disabled is not known until the first response.
    await read(`/users/${disabled}`)
    for (const identifier of ['first', 'second']) {
      await read('/users')
      const guid = await createUser(client, identifier)
      for (let i = 0; i < 2; i++) {
        await read(`/users/${guid}`)
        await read('/users?page=1')
        await read('/users?page=99')
      }
      await client(`DELETE /users/${guid}`)
      await read(`/users/${guid}`)
    }
    return countsIn(await mock.coverage())
  }
  // Nobody remembers a request that differs from all others.
  t.strictSame(await counts(() => ({})), await counts((i) => ({ 'X-Request': String(i) })), 'all counts')
}

/** Counts of dropped sandboxes stay, until they are deleted. */
export async function droppedSandboxes(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const sandbox = mock.sandbox('w1')
  await scenario(sandbox)
  await admin(mock, 'DELETE sandboxes/w1')
  const read = async (query = '') => {
    const { text } = await clientOf(mock.url, { 'Mock-Sandbox': 'w1' })(`GET /__admin/coverage${query}`)
    return JSON.parse(text)
  }
  t.strictSame(countsIn(await read()), DEMONSTRATED, 'of a dropped sandbox')
  t.strictSame(countsIn(await read('?all-sandboxes')), DEMONSTRATED, 'of all sandboxes')
  const { sandboxes } = JSON.parse((await admin(mock, 'GET sandboxes')).text)
  t.equal(sandboxes.length, 1, 'reading created none')
  await scenario(mock.sandbox('w1'))
  t.strictSame(countsIn(await read()), twice, 'of the next one with its name, too')
  await clientOf(mock.url, { 'Mock-Sandbox': 'w1' })('DELETE /__admin/coverage')
  await scenario(mock.sandbox('w1'))
  t.strictSame(countsIn(await read()), DEMONSTRATED, 'the count has started again')
  await admin(mock, 'DELETE sandboxes/w1')
  await clientOf(mock.url, { 'Mock-Sandbox': 'w1' })('DELETE /__admin/coverage')
  t.strictSame(countsIn(await read('?all-sandboxes=true')), {}, 'after a deletion')
  await scenario(mock)
  await scenario(mock.sandbox('w1'))
  await admin(mock, 'DELETE coverage?all-sandboxes')
  t.strictSame(countsIn(await read('?all-sandboxes')), {}, 'after a deletion of all')
}

/** After a change of the state by other means than requests, what was observed does not count. */
export async function otherChanges(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const client = clientIn(mock)
  const initial = (await admin(mock, 'GET state')).text
  const undo = async () => {
    const { changes } = JSON.parse((await admin(mock, 'GET history?limit=1')).text)
    const [{ revision }] = changes
    return admin(mock, 'POST history/undo', { body: JSON.stringify({ revision }) })
  }
  const rows: [name: string, change: (guid: string) => Promise<unknown>][] = [
    ['a reset', () => mock.reset()],
    ['an upload', () => admin(mock, 'PUT state', { body: initial })],
    ['a reset of the records', () => admin(mock, 'POST state/reset')],
    ['an undo', undo],
    ['a restore', () => admin(mock, 'POST history/restore', { body: '{"revision":0}' })],
    ['a removed record', (guid) => admin(mock, `DELETE records/atrium/users/${guid}`)]
  ]
  for (const [name, change] of rows) {
    await mock.reset()
    await admin(mock, 'DELETE coverage')
    const guid = await createUser(client, 'is lost')
    await client(`GET /users/${guid}`)
    await change(guid)
    await client(`GET /users/${guid}`)
    t.equal(countsIn(await mock.coverage())['atrium.user.malformed-guid'], 1, `${name}: the user is unknown`)
  }
}
