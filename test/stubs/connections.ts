import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
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
