import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Test } from 'tap'
import { Pauses } from '../../src/common/pauses.ts'
import { delayOf } from '../../src/wiremock/stubs/delay.ts'
import { pauseWhileConnected } from '../../src/wiremock/stubs/send.ts'
import { controlFor } from '../support/control.ts'

const DELAYS: [response: object, milliseconds: number][] = [
  [{ fixedDelayMilliseconds: 60 }, 60],
  [{ delayDistribution: { type: 'fixed', milliseconds: 60 } }, 60],
  [{ delayDistribution: { type: 'uniform', lower: 60, upper: 70 } }, 60],
  [{ delayDistribution: { type: 'lognormal', median: 70, sigma: 0.01 } }, 60],
  [{ delayDistribution: { type: 'lognormal', median: 5000, sigma: 0.1, maxValue: 60 } }, 60],
  [{ chunkedDribbleDelay: { numberOfChunks: 3, totalDuration: 60 }, body: 'abcdefg' }, 55],
  [{ transformers: ['emulate'], chunkedDribbleDelay: { numberOfChunks: 2, totalDuration: 60 } }, 55]
]

async function milliseconds(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await action()
  return performance.now() - start
}

/** Responses that are delayed, or sent in pieces. */
export async function delays(t: Test): Promise<void> {
  t.test('stubs and settings delay responses', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    const get = () => milliseconds(() => send('GET', '/x'))
    for (const [response, least] of DELAYS) {
      await stub({ request: { url: '/x' }, response })
      t.ok((await get()) >= least - 2, JSON.stringify(response))
    }
    const [, , first] = (await admin('GET', 'requests?limit=3')).json.requests
    t.match(first.timing, { addedDelay: 60 }, 'the journal shows the delay')
    await admin('DELETE', 'mappings')
    t.match((await admin('GET', 'settings')).json, { settings: { proxyPassThrough: true } }, 'the default settings')
    await admin('POST', 'settings', { fixedDelay: 60 })
    t.ok((await get()) >= 58, 'a setting delays the emulated API')
    await stub({ request: { url: '/x' }, response: { body: 'a' } })
    t.ok((await get()) >= 58, 'a setting delays a stub')
    await admin('PUT', 'settings', { fixedDelay: null, delayDistribution: { type: 'uniform', lower: 60, upper: 61 } })
    t.same((await admin('GET', 'settings')).json.settings.fixedDelay, undefined, 'null removes a setting')
    t.ok((await get()) >= 58, 'a distribution in the settings')
    await admin(
      'PUT',
      'settings',
      '{"delayDistribution":{"type":"lognormal","median":70.0,"sigma":0.0,"maxValue":null}}'
    )
    t.ok((await get()) >= 58, 'numbers as Java writes them')
    const extended = await admin('PUT', 'settings', { extended: { a: 1 } })
    const detail = /^not supported: .* code of its users/
    t.match(extended, { status: 422, json: { errors: [{ source: { pointer: '/extended' }, detail }] } }, 'extended')
    const { json } = await admin('POST', 'settings', { fixedDelays: 1 })
    t.match(json, { errors: [{ source: { pointer: '/fixedDelays' } }] }, 'an unknown setting')
    const negative = await admin('POST', 'settings', { fixedDelay: -1 })
    t.match(
      negative.json,
      { errors: [{ source: { pointer: '/fixedDelay' }, detail: /greater or equal to 0, not -1$/ }] },
      'a negative delay'
    )
    const delayDistribution = { type: 'uniform', lower: 2, upper: 1 }
    const invalid = await admin('PUT', 'settings', { fixedDelay: 2 ** 31, delayDistribution })
    const places = [{ source: { pointer: '/fixedDelay' } }, { source: { pointer: '/delayDistribution/lower' } }]
    t.match(invalid, { status: 422, json: { errors: places } }, 'invalid delays')
  })

  t.test('a body that is sent in pieces arrives complete', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    const chunkedDribbleDelay = { numberOfChunks: 5, totalDuration: 5 }
    for (const length of ['6', '2']) {
      const headers = { 'Content-Length': length }
      await stub({ request: { url: '/x' }, response: { body: 'héllo', chunkedDribbleDelay, headers } })
      t.equal((await send('GET', '/x')).text, 'héllo', `with Content-Length: ${length}`)
    }
    await stub({ request: { urlPattern: '/api/.*' }, response: { transformers: ['emulate'], chunkedDribbleDelay } })
    await stub({ request: { urlPath: '/users' }, response: { transformers: ['emulate'], chunkedDribbleDelay } })
    const { headers } = await send('GET', '/users')
    const unchanged = await send('GET', '/users', { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    t.equal(unchanged.status, 304, 'a response without a body')
    const record = { DisplayName: 'x', UserGroupName: 'Operators' }
    const many = Array.from({ length: 1001 }, (_, i) => ({ Username: `u${i}`, ...record }))
    const { json } = await admin('GET', 'state')
    await admin('PUT', 'state', { ...json, atms: { ...json.atms, users: many } })
    const users = (await send('GET', '/api/Users')).json
    t.equal(users.length, 1001, 'a body that the API streams')
    t.equal((await send('DELETE', `/api/Users/${users[0].Username}`)).status, 204, 'status 204')
  })

  t.test('a delayed request does not block other requests', { timeout: 20_000 }, async (t) => {
    const { send, stub } = await controlFor(t)
    await stub({ request: { url: '/slow' }, response: { fixedDelayMilliseconds: 300 } })
    const slow = Array.from({ length: 200 }, () => send('GET', '/slow'))
    t.equal((await send('GET', '/users')).status, 200, 'a request meanwhile')
    t.ok((await milliseconds(() => Promise.all(slow))) < 2000, '200 delayed requests run in parallel')
  })

  t.test('a delay that is not a number is ignored, and delays are limited to the longest timer', async (t) => {
    const distribution = { type: 'lognormal', median: 0, sigma: 1e6 } as const
    t.equal(
      delayOf({ fixed: 1, distribution }, () => 0.999),
      1,
      'not a number'
    )
    const longest = { type: 'fixed', milliseconds: 2 ** 31 - 1 } as const
    t.equal(
      delayOf({ fixed: 1, distribution: longest }, () => 0),
      2 ** 31 - 1,
      'the longest delay'
    )
  })

  t.test('a delay does not begin once the client has disconnected', async (t) => {
    const response = new ServerResponse(new IncomingMessage(new Socket()))
    response.destroy()
    t.equal(await pauseWhileConnected(response, new Pauses(), 600_000), false, 'at once')
  })

  t.test('stopping the server ends delays', async (t) => {
    const { send, stub, admin, mock } = await controlFor(t)
    await stub({ request: { url: '/slow' }, response: { fixedDelayMilliseconds: 60_000, body: 'done' } })
    const slow = send('GET', '/slow')
    await admin('POST', 'requests/count?atLeast=1&timeoutMs=5000', { url: '/slow' })
    await mock.close()
    t.equal((await slow).text, 'done', 'the response is sent at once')
  })
}
