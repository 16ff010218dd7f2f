import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import type { Test } from 'tap'
import { listen } from '../../src/http/listen.ts'
import { RawConnection } from '../support/raw.ts'

const REQUESTS = 15_000
/** The requests that may wait, and about as many as two reads of the socket contain. */
const MOST_READ = 6000
const STARTS = 'http.server.request.start'

/** A client that sends more requests than it gets responses. */
export async function pipelining(t: Test): Promise<void> {
  t.test('while many requests of a connection wait, the next ones are not read', async (t) => {
    let release = (): void => {}
    const arrived = new Promise<void>((done) => {
      release = done
    })
    const held: ServerResponse[] = []
    const listener = await listen(
      (_request, response) => {
        if (held.push(response) > 1) response.end()
        else release()
      },
      '127.0.0.1',
      0
    )
    t.teardown(() => listener.close())
    let read = 0
    const count = (message: unknown): void => {
      if ((message as { socket: Socket }).socket.localPort === listener.port) read++
    }
    subscribe(STARTS, count)
    t.teardown(() => unsubscribe(STARTS, count))
    const connection = await RawConnection.open(t, `http://127.0.0.1:${listener.port}`)
    const last = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    connection.write(`${'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(REQUESTS - 1)}${last}`)
    await arrived
    for (let i = 0; i < 100; i++) await turn()
    t.ok(read > 1 && read < MOST_READ, `${read} requests were read`)
    const closed = once(connection.socket, 'close')
    held[0]?.end()
    await closed
    t.equal(held.length, REQUESTS, 'all are handled afterwards')
  })
}
