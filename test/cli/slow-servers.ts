import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Test } from 'tap'
import { fixture, guid } from '../support/fixtures.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'

/** Shortens the minutes that a connection may be silent, in milliseconds. */
const SILENCE = 300
const STEP = 30
const STEPS = 14

const STATE = '{\n  "atrium": {\n'
const SAVED = '{"name":"mine","sha256":"0","counts":{"atriumUsers":1}}'

/** Starts a server that is not a mock. @returns its URL */
async function urlOf(t: Test, handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function slowServers(t: Test): Promise<void> {
  const { setTimeout: setSocketTimeout } = Socket.prototype
  t.intercept(Socket.prototype, 'setTimeout', {
    value(this: Socket, milliseconds: number, ...rest: [() => void]) {
      return setSocketTimeout.call(this, milliseconds >= 60_000 ? SILENCE : milliseconds, ...rest)
    }
  })
  // More than the system buffers.
  const users = Array.from({ length: 200 }, (_, n) => ({ guid: guid(n), metadata: 'x'.repeat(60_000) }))
  const file = join(await temporaryFolder(t), 'large.json')
  await writeFile(file, JSON.stringify(fixture({ atrium: { credentials: [], users } })))
  const load = (url: string) => run(['load', file, '--name', 'mine', '--url', url])
  const silent = (seconds: number) => ({
    code: 1,
    err: new RegExp(`cannot reach http.*: nothing was sent or received for ${seconds} s\\. Check that the server is`)
  })

  t.test('a slow download is read to its end, however long it takes', async (t) => {
    const url = await urlOf(t, async (_request, response) => {
      response.write(STATE)
      for (let step = 0; step < STEPS; step++) {
        await setTimeout(STEP)
        response.write('.')
      }
      response.end()
    })
    const { out, err } = await run(['state', '--url', url])
    t.strictSame([out, err], [STATE + '.'.repeat(STEPS), ''], 'all of it')
  })

  t.test('a slow upload is sent to its end, however long it takes', async (t) => {
    const url = await urlOf(t, async (request, response) => {
      // The system reports progress in steps of about half a megabyte.
      let chunks = 0
      for await (const _ of request) if (chunks++ < 100) await setTimeout(5)
      response.end(SAVED)
    })
    t.match(
      await load(url),
      {
        out: /^Loaded .* as "mine": 1 Atrium user, .*\. Use it with: atrium-atms-mock reset mine\n$/,
        err: '',
        code: 0
      },
      'it is loaded'
    )
  })

  t.test('a server that stops responding is reported', async (t) => {
    const never = await urlOf(t, () => {})
    t.match(await load(never), silent(300), 'an upload that nobody reads')
    t.match(await run(['requests', '--url', never]), silent(60), 'no response')
    const half = await urlOf(t, (_request, response) => response.write(STATE))
    t.match(await run(['state', '--url', half]), { ...silent(300), out: STATE }, 'half a download')
  })

  t.test('a server that closes the connection is reported', async (t) => {
    const url = await urlOf(t, (_request, response) => {
      response.write(STATE)
      setImmediate(() => response.destroy())
    })
    const reason = /cannot reach http.*: the connection was closed before the response was complete\. Check that/
    t.match(await run(['state', '--url', url]), { code: 1, err: reason }, 'half a download')
    const closes = await urlOf(t, (request) => request.destroy())
    t.match(await load(closes), { code: 1, err: reason }, 'an upload')
  })

  t.test('an upload ends when the server rejects it', async (t) => {
    const closed = new Promise((done) => {
      void urlOf(t, (request, response) => {
        request.socket.once('close', done)
        response.writeHead(401).end('no')
      }).then(load)
    })
    await closed
    t.pass('the connection is closed, although the server has not read the rest')
  })
}
