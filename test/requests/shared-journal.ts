import type { Test } from 'tap'
import { EventStream } from '../support/event-stream.ts'
import { MemoryJournals } from '../support/memory-journals.ts'
import { countOf, LIST, replicasFor, type ShownEvent, STUB } from '../support/replicas.ts'

/** The journal of a sandbox that several servers share, with a store in memory. */
export async function sharedJournal(t: Test): Promise<void> {
  t.test('each call sees the requests of all servers', async (t) => {
    const { replicas } = await replicasFor(t)
    const [one, other] = replicas
    await one.control('POST', 'mappings', { ...STUB, request: { urlPath: '/stubbed' }, response: { body: 'hello' } })
    await one.send('POST', `${LIST}?a=b`, { bad: true })
    await other.send('GET', '/nowhere')
    await one.send('GET', '/stubbed')
    for (const { control } of replicas) {
      const { body, dropped } = await control('GET', 'requests')
      t.strictSame(
        body.requests.map(({ request }) => `${request.method} ${request.url}`),
        ['GET /stubbed', 'GET /nowhere', `POST ${LIST}?a=b`],
        'the list'
      )
      t.equal(dropped, '0', 'nothing was evicted')
      const [stubbed, nowhere, posted] = body.requests as [ShownEvent, ShownEvent, ShownEvent]
      t.equal(stubbed.stubMapping.name, 'late', 'the stub')
      t.equal(stubbed.response.body, 'hello', 'its response')
      t.equal(nowhere.wasMatched, false, 'an unmatched request')
      t.strictSame((await control('GET', `requests/${posted.id}`)).body, posted, 'one request')
      t.equal((await control('GET', `requests/${posted.id.toUpperCase()}`)).status, 200, 'in capitals')
      t.equal(posted.request.body, '{"bad":true}', 'its body')
      t.equal((await control('POST', 'requests/find', { urlPath: LIST })).body.requests.length, 1, 'find')
      t.equal((await control('GET', 'requests/unmatched')).body.requests.length, 1, 'unmatched')
      const explained = await control('GET', `requests/${stubbed.id}/explanation`)
      t.equal(explained.body.stub.name, 'late', 'the explanation')
      const near = await control('POST', 'near-misses/request-pattern', { urlPath: '/nowher' })
      t.equal(near.body.nearMisses[0]?.request.url, '/nowhere', 'near misses')
      t.equal((await control('GET', 'requests/unmatched/near-misses')).status, 200, 'near misses of all')
      const [listed] = (await control('GET', 'sandboxes')).body.sandboxes
      t.match(listed, { name: 'default', requests: 3, dropped: 0 }, 'the list of sandboxes')
      t.match((await control('GET', 'sandboxes/default')).body, { requests: 3, dropped: 0 }, 'the sandbox')
    }
    t.equal((await one.control('GET', 'mappings/unmatched')).body.mappings.length, 0, 'the stub was used')
  })

  t.test('removals apply to all servers', async (t) => {
    const { replicas } = await replicasFor(t)
    const [one, other] = replicas
    const send = async (): Promise<void> => {
      for (const replica of replicas) for (const path of ['/a', '/b']) await replica.send('GET', path)
    }
    const counts = () => Promise.all(replicas.map((replica) => countOf(replica)))
    await send()
    t.strictSame(await counts(), [4, 4], 'at first')
    const removed = await one.control('POST', 'requests/remove', { urlPath: '/a' })
    t.equal(removed.body.serveEvents.length, 2, 'the removed requests')
    t.strictSame(await counts(), [2, 2], 'after a removal')
    const [newest] = (await one.control('GET', 'requests')).body.requests
    await other.control('DELETE', `requests/${newest?.id}`)
    t.equal((await one.control('GET', `requests/${newest?.id}`)).status, 404, 'a removed request')
    for (const [method, path] of [
      ['DELETE', 'requests'],
      ['POST', 'reset'],
      ['POST', 'mappings/reset']
    ] as const) {
      await send()
      await other.control(method, path)
      t.equal(await countOf(other), 0, `${method} ${path}`)
      if (method === 'DELETE') t.strictSame(await counts(), [0, 0], 'on both')
    }
  })

  t.test('calls wait for requests of other servers', async (t) => {
    const { replicas, journals } = await replicasFor(t)
    const [one, other] = replicas
    const wait = one.control('POST', 'requests/count?atLeast=2&timeoutMs=20000', { urlPath: LIST })
    await other.send('GET', LIST)
    await one.send('GET', LIST)
    t.equal((await wait).body.count, 2, 'the count')
    const late = await one.control('POST', 'requests/count?atLeast=3&timeoutMs=50', { urlPath: LIST })
    t.equal(late.body.count, 2, 'after the timeout')
    const failing = one.control('POST', 'requests/count?atLeast=3&timeoutMs=200', { urlPath: LIST })
    await other.send('GET', '/other')
    journals.failure = new Error('no connection')
    t.equal((await failing).status, 503, 'too few requests, and no store to be certain')
  })

  t.test('a request is stored before its response is sent, and when its delay starts', async (t) => {
    const { replicas, journals } = await replicasFor(t)
    const [one, other] = replicas
    let release = (): void => {}
    journals.beforeAppend = () =>
      new Promise((resolve) => {
        release = resolve
      })
    let isSent = false
    const sent = one.send('GET', LIST).then(() => {
      isSent = true
    })
    t.equal(await countOf(other), 0, 'not stored yet')
    t.notOk(isSent, 'no response yet')
    release()
    await sent
    journals.beforeAppend = () => {}
    t.equal(await countOf(other), 1, 'stored')
    const response = { status: 201, fixedDelayMilliseconds: 60_000 }
    await one.control('POST', 'mappings', { ...STUB, request: { urlPath: '/late' }, response })
    const caller = new AbortController()
    const delayed = fetch(`${one.url}/late`, { signal: caller.signal }).catch(() => {})
    await other.control('POST', 'requests/count?atLeast=1&timeoutMs=20000', { urlPath: '/late' })
    const [early] = (await other.control('GET', 'requests')).body.requests
    t.strictSame(early?.response, {}, 'no response during the delay')
    caller.abort()
    await delayed
    const completed = await waitUntil(async () => {
      const [event] = (await other.control('GET', 'requests')).body.requests
      return event?.subEvents.some(({ type }) => type === 'REQUEST_BROKEN_OFF') ? event : undefined
    })
    t.equal(completed.id, early?.id, 'the same request is completed: the client has disconnected')
    t.equal(await countOf(other), 2, 'and counts once')
  })

  t.test('requests of any kind are the same on each server', async (t) => {
    const { replicas, journals } = await replicasFor(t)
    const [one, other] = replicas
    const bytes = Buffer.from([0xff, 0, 1])
    await fetch(`${one.url}/binary`, { method: 'POST', body: bytes })
    const headers = { 'content-type': 'text/plain; charset=utf-16le' }
    await fetch(`${one.url}/text`, { method: 'POST', body: Buffer.from('é', 'utf16le'), headers })
    const { requests } = (await other.control('GET', 'requests')).body
    const [text, binary] = requests
    t.equal(binary?.request.bodyAsBase64, bytes.toString('base64'), 'bytes')
    t.equal(text?.request.body, 'é', 'a text in another charset')
    t.strictSame((await one.control('GET', 'requests')).body.requests, requests, 'the whole journal')
    journals.maxBytes = 1300
    await fetch(`${one.url}/long`, { method: 'POST', body: 'x'.repeat(1000) })
    const found = await other.control('POST', 'requests/count', { bodyPatterns: [{ contains: 'y' }] })
    t.strictSame(
      [found.body.count, found.dropped],
      [0, '1'],
      'a body that the store does not accept counts as incomplete'
    )
    const [long] = (await one.control('GET', 'requests')).body.requests
    t.match(long?.subEvents[0]?.data.message, /larger than the store accepts/, 'the journal says why')
  })

  t.test('evicted requests are reported', async (t) => {
    const { replicas } = await replicasFor(t, new MemoryJournals(4), { maxRequests: 4 })
    const [one, other] = replicas
    for (let n = 0; n < 3; n++) await one.send('GET', LIST)
    t.equal((await other.control('POST', 'requests/count', {})).dropped, '0', 'none')
    await one.send('GET', LIST)
    const fresh = await one.control('POST', 'requests/count', {})
    t.strictSame([fresh.body.count, fresh.dropped], [4, '1'], 'a reader that starts later cannot know that it sees all')
    t.strictSame((await other.control('POST', 'requests/count', {})).dropped, '1', 'nor an earlier one')
    await one.control('DELETE', 'requests')
    t.equal((await other.control('POST', 'requests/count', {})).dropped, '0', 'after it was cleared')
  })

  t.test('the events of a server show the requests of all', async (t) => {
    const { replicas } = await replicasFor(t)
    const [one, other] = replicas
    await other.send('GET', '/before')
    const caller = new AbortController()
    const { body } = await fetch(`${one.url}/__admin/events`, { signal: caller.signal })
    await other.send('GET', LIST)
    await one.send('GET', '/nowhere')
    let text = ''
    try {
      for await (const part of body ?? []) {
        text += Buffer.from(part)
        if (/event: response\n.*nowhere/.test(text)) break
      }
    } finally {
      caller.abort()
    }
    const events = [...text.matchAll(/event: (\w+)\ndata: (.*)/g)].map(([, type, data]) => {
      const { url, status } = JSON.parse(data as string)
      return [type, url, status]
    })
    t.strictSame(events, [
      ['request', LIST, undefined],
      ['response', LIST, 200],
      ['request', '/nowhere', undefined],
      ['response', '/nowhere', 404]
    ])
  })

  t.test('a stream of events says whether the sandbox was dropped, or is only loaded again', async (t) => {
    const { replicas } = await replicasFor(t)
    for (const [{ url, sandbox }, isDropped] of [
      [replicas[0], true],
      [replicas[1], false]
    ] as const) {
      const stream = await EventStream.open(t, { url })
      sandbox.dispose(isDropped)
      t.equal((await stream.rest()).includes('event: dropped'), isDropped, `isDropped: ${isDropped}`)
    }
  })
}

/** Repeats an attempt until it has a result. */
async function waitUntil<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const result = await attempt()
    if (result !== undefined) return result
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
