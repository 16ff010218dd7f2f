import { once } from 'node:events'
import { createServer, type RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { type Listener, listen } from '../../src/http/listen.ts'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'

const hello: RequestListener = (_request, response) => void response.end('hello')
const LINES = ['GET / HTTP/1.1', 'Host: x']

async function listenFor(t: Test, handler: RequestListener, host = '127.0.0.1', port = 0): Promise<Listener> {
  const listener = await listen(handler, host, port)
  t.teardown(() => listener.close())
  return listener
}

/** Makes listening on `::1` fail from now on, as often as it is said, as the system would. */
function failOnIpv6(t: Test, code: string, times = Number.POSITIVE_INFINITY): { tries: number } {
  const calls = { tries: 0 }
  const { listen: original } = Server.prototype
  t.intercept(Server.prototype, 'listen', {
    configurable: true,
    value(this: Server, ...args: Parameters<typeof original>) {
      const [options] = args
      if (!isIpv6(options) || ++calls.tries > times) return original.apply(this, args)
      const error = Object.assign(new Error(`listen ${code}`), { code })
      process.nextTick(() => this.emit('error', error))
      return this
    }
  })
  return calls
}

const isIpv6 = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && 'host' in options && options.host === '::1'

const textOf = async (url: string): Promise<string> => (await fetch(url)).text()

export async function listening(t: Test): Promise<void> {
  t.test('localhost is both loopbacks on one port', async (t) => {
    const { port, address } = await listenFor(t, hello, 'localhost')
    t.equal(address, '127.0.0.1')
    t.equal(await textOf(`http://127.0.0.1:${port}`), 'hello')
    t.equal(await textOf(`http://[::1]:${port}`), 'hello')
  })

  t.test('a mock answers on both', async (t) => {
    const { port } = await mockFor(t, { host: 'localhost' })
    t.equal((await fetch(`http://[::1]:${port}/__admin/health`)).status, 200)
  })

  t.test('any other host is one address', async (t) => {
    const { port, address } = await listenFor(t, hello, '127.0.0.1')
    t.equal(address, '127.0.0.1')
    await t.rejects(fetch(`http://[::1]:${port}`))
  })

  t.test('without IPv6 the first loopback alone', async (t) => {
    failOnIpv6(t, 'EADDRNOTAVAIL')
    const { port, address } = await listenFor(t, hello, 'localhost')
    t.equal(address, '127.0.0.1')
    t.equal(await textOf(`http://127.0.0.1:${port}`), 'hello')
  })

  t.test('a port that is taken on the second loopback is not half served', async (t) => {
    const other = createServer().listen({ port: 0, host: '::1' })
    t.teardown(() => other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await t.rejects(listen(hello, 'localhost', port), { code: 'EADDRINUSE' })
    await t.rejects(fetch(`http://127.0.0.1:${port}`), 'the first is closed again')
  })

  t.test('where any port will do, another is tried', async (t) => {
    const calls = failOnIpv6(t, 'EADDRINUSE', 2)
    const { port } = await listenFor(t, hello, 'localhost')
    t.equal(calls.tries, 3)
    t.equal(await textOf(`http://[::1]:${port}`), 'hello')
  })

  t.test('though not for ever', async (t) => {
    const calls = failOnIpv6(t, 'EADDRINUSE')
    await t.rejects(listen(hello, 'localhost', 0), { code: 'EADDRINUSE' })
    t.equal(calls.tries, 20)
  })

  t.test('a port in use', async (t) => {
    const { port } = await listenFor(t, hello)
    await t.rejects(listen(hello, '127.0.0.1', port), { code: 'EADDRINUSE' })
  })

  t.test('closing', async (t) => {
    t.test('does not wait for idle connections', async (t) => {
      const listener = await listen(hello, '127.0.0.1', 0)
      const connection = await RawConnection.open(t, `http://127.0.0.1:${listener.port}`)
      t.equal((await connection.ask(LINES)).text, 'hello')
      const start = performance.now()
      await listener.close()
      t.ok(performance.now() - start < 650, 'sooner than the grace period')
      t.ok(await connection.closed())
      await t.rejects(fetch(`http://127.0.0.1:${listener.port}`), 'new requests are refused')
    })

    t.test('lets an answer under way end, and says that the connection does too', async (t) => {
      let answer = () => {}
      let begun = () => {}
      const started = new Promise<void>((done) => {
        begun = done
      })
      const listener = await listen(
        (_request, response) => {
          answer = () => response.end('late')
          begun()
        },
        '127.0.0.1',
        0
      )
      const connection = await RawConnection.open(t, `http://127.0.0.1:${listener.port}`)
      const asked = connection.ask(LINES)
      await started
      const closed = listener.close()
      answer()
      const { text, headers } = await asked
      t.strictSame([text, headers.connection], ['late', 'close'])
      await closed
    })

    t.test('ends what is left after the grace period, headers sent or not', async (t) => {
      let begun = () => {}
      const started = new Promise<void>((done) => {
        begun = done
      })
      const listener = await listen(
        (_request, response) => {
          response.writeHead(200, { 'content-length': 10 })
          response.write('x')
          begun()
        },
        '127.0.0.1',
        0
      )
      const connection = await RawConnection.open(t, `http://127.0.0.1:${listener.port}`)
      const asked = connection.ask(LINES)
      await started
      const start = performance.now()
      await listener.close()
      const took = performance.now() - start
      t.ok(took >= 600 && took < 10_000, `took ${took} ms`)
      t.equal((await asked).text, 'x', 'cut short')
    })
  })
}
