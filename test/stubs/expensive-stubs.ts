import type { Test } from 'tap'
import { Turns } from '../../src/common/turns.ts'
import { inTurns, Work } from '../../src/wiremock/matching/work.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { StubMatches } from '../../src/wiremock/stubs/stub-matches.ts'
import { controlFor } from '../support/control.ts'

const EXPENSIVE = { bodyPatterns: [{ matches: '.*a.{100}c' }] }
const BODY = 'ab'.repeat(50_000)

/** Stubs that would take too long to match do not match, and the journal says why. */
export async function expensiveStubs(t: Test): Promise<void> {
  t.test('an expensive stub is skipped', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    await stub({ request: { url: '/x' }, response: { status: 218 } })
    for (let i = 0; i < 7; i++) await stub({ name: `expensive ${i}`, request: { url: '/x', ...EXPENSIVE } })
    t.equal((await send('POST', '/x', { body: BODY })).status, 218, 'the next stub responds')
    const { subEvents } = (await admin('GET', 'requests')).json.requests[0]
    const message =
      /^the stub 'expensive 6' was skipped: matching 100000 characters with a regular expression of 106 parts exceeds/
    t.match(subEvents[0], { type: 'WARNING', timeOffsetNanos: 0, data: { message } }, 'the first warning')
    t.match(subEvents[5], { data: { message: '2 more stubs were skipped' } }, 'the last warning')
    t.equal(subEvents.length, 6, 'the number of warnings')
    t.equal((await send('POST', '/x', { body: 'ab' })).status, 218, 'a short body')
    t.same((await admin('GET', 'requests')).json.requests[0].subEvents, [], 'no warning')
  })

  t.test('long matching takes turns, and finds the right stub', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    for (let i = 0; i < 20; i++) {
      await stub({ request: { bodyPatterns: [{ matches: `.*a.{5}${i}` }] }, response: { status: 200 + i } })
    }
    t.equal((await send('POST', '/x', { body: `${'ab'.repeat(5000)}7` })).status, 207, 'the stub')
    t.same((await admin('GET', 'requests')).json.requests[0].subEvents, [], 'no warning')
  })

  t.test('matching all stubs together has a limit', async (t) => {
    const turns = new Turns()
    const work = new Work(1000)
    work.startPattern()
    work.spend(900, 'something')
    work.startPattern()
    t.throws(
      () => work.spend(90, 'something'),
      { message: /^all patterns together exceed the limit of 1000 steps/ },
      'the error'
    )
    t.ok(await inTurns(work, turns, () => true), 'short work')
    await t.rejects(
      inTurns(work, turns, () => work.spend(1000, 'something')),
      { message: /^all patterns/ },
      'an error of a step'
    )
  })

  t.test('results are kept when matching is interrupted', async (t) => {
    const [mapping] = compileStored([
      { id: '21111111-1111-4111-8111-111111111111', request: { bodyPatterns: [{ matches: 'a+b' }] } }
    ])
    const matches = new StubMatches({ method: 'GET', url: '/', rawHeaders: [], receivedAt: 0, body: 'ab' })
    if (mapping === undefined) throw new Error('no mapping')
    t.ok(matches.includes(mapping), 'at first')
    matches.view.work.startTurn()
    t.ok(matches.includes(mapping), 'in a turn')
    t.ok(matches.includes(mapping), 'kept')
  })
}
