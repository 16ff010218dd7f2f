import type { Test } from 'tap'
import { controlFor, type Json } from '../support/control.ts'
import { RawConnection } from '../support/raw.ts'
import { FAULTS } from './faults.ts'

/** Clients that disconnect, and calls that stop the server. */
export async function connections(t: Test): Promise<void> {
  t.test('a client that disconnects does no harm', async (t) => {
    const { stub, mock, admin } = await controlFor(t)
    for (const [fault] of FAULTS) {
      await stub({ request: { url: `/${fault}` }, response: { fault, fixedDelayMilliseconds: 30 } })
      await fetch(`${mock.url}/${fault}`, { signal: AbortSignal.timeout(5) }).catch(() => undefined)
    }
    await stub({ request: { url: '/slow' }, response: { fixedDelayMilliseconds: 40 } })
    await fetch(`${mock.url}/slow`)
    t.equal((await admin('GET', 'health')).status, 200, 'the server still responds')
  })

  t.test('a delay ends when its client disconnects, and the journal says so', async (t) => {
    const { stub, mock, admin, send } = await controlFor(t)
    const long = 600_000
    const dribble = { chunkedDribbleDelay: { numberOfChunks: 2, totalDuration: long }, body: 'abc' }
    const emulate = { transformers: ['emulate'] }
    const responses: Record<string, object> = {
      'a stub': { fixedDelayMilliseconds: long, status: 201 },
      'a stub with emulate': { ...emulate, fixedDelayMilliseconds: long },
      'a fault': { fixedDelayMilliseconds: long, fault: 'CONNECTION_RESET_BY_PEER' },
      'a body in pieces': dribble,
      'a body in pieces with emulate': { ...emulate, ...dribble, body: undefined },
      'the settings': {}
    }
    for (const [what, response] of Object.entries(responses)) {
      await admin('POST', 'reset')
      await stub({ request: { url: '/stubbed' }, response })
      if (what === 'the settings') await admin('PUT', 'settings', { fixedDelay: long })
      const connection = await RawConnection.open(t, mock.url)
      const path = what === 'the settings' ? '/users' : '/stubbed'
      connection.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
      await mock.requests.waitFor({ url: path })
      connection.socket.destroy()
      let entry: Json
      do [entry] = (await admin('GET', 'requests')).json.requests
      while (entry.subEvents.length === 0 || entry.response.status === undefined)
      t.match(entry.subEvents.at(-1), { type: 'REQUEST_BROKEN_OFF' }, `${what}: the event`)
      t.ok(entry.timing.totalTime < long, `${what}: the time until then`)
    }
    await admin('POST', 'reset')
    t.equal((await send('GET', '/users')).status, 200, 'the server still responds')
  })

  t.test('a call stops the server only with --allow-shutdown', async (t) => {
    const { admin } = await controlFor(t)
    const forbidden = { status: 403, json: { errors: [{ title: /--allow-shutdown/ }] } }
    t.match(await admin('POST', 'shutdown'), forbidden, 'without the option')
    const { admin: allowed, mock } = await controlFor(t, { allowShutdown: true })
    t.equal((await allowed('POST', 'shutdown')).status, 200, 'with the option')
    await mock.closed
    await t.rejects(fetch(mock.url), 'the server has stopped')
  })
}
