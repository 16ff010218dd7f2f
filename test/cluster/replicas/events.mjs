// The events about the server reach the readers of all replicas.
import assert from 'node:assert/strict'
import { call } from '../http.mjs'

/** The types of the events of a replica, as they arrive. */
async function* eventsOf(response) {
  let text = ''
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = `${text}${part}`.split('\n')
    text = lines.pop()
    for (const line of lines) if (line.startsWith('event: ')) yield line.slice('event: '.length)
  }
}

async function before(type, events) {
  const found = []
  for (;;) {
    const { value, done } = await events.next()
    assert.ok(!done, 'the stream has ended')
    if (value === type) return found
    found.push(value)
  }
}

export const events = {
  'each replica sends one event for each sandbox that is created or dropped, and none for one that it loads': async (
    sandbox,
    replicas
  ) => {
    const [a, b, c] = replicas
    const stop = new AbortController()
    const name = `${sandbox.name}-new`
    await sandbox.call(a, 'POST', '/__admin/reset')
    const streams = []
    for (const { url } of replicas)
      streams.push(eventsOf(await fetch(url + sandbox.path('/__admin/events'), { signal: stop.signal })))
    const steps = [
      ['created', ['sandboxes'], () => call(b, 'PUT', `/__admin/sandboxes/${name}`)],
      ['created again', [], () => call(a, 'PUT', `/__admin/sandboxes/${name}`)],
      ['read', [], () => call(c, 'GET', `/__admin/sandboxes/${name}`)],
      ['listed', [], () => call(a, 'GET', '/__admin/sandboxes')],
      ['changed', [], () => call(c, 'POST', `/sandboxes/${name}/users`, { user: { metadata: '' } })],
      ['dropped', ['sandboxes'], () => call(c, 'DELETE', `/__admin/sandboxes/${name}`)],
      ['created by a request', ['sandboxes'], () => call(a, 'GET', `/sandboxes/${name}/users`)]
    ]
    try {
      for (const [what, expected, act] of steps) {
        await act()
        // A later event shows that there was no other.
        await call(a, 'PUT', '/__admin/fixtures/marker', {})
        for (const [i, stream] of streams.entries())
          assert.deepEqual(await before('fixtures', stream), expected, `${what}, through ${replicas[i].name}`)
      }
    } finally {
      stop.abort()
      await call(a, 'DELETE', '/__admin/fixtures/marker')
    }
  }
}
