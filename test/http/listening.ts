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

/** Makes the next attempts to listen on `::1` fail with a system error. */
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
  t.test('localhost means both loopback addresses, with one port', async (t) => {
    const { port, address } = await listenFor(t, hello, 'localhost')
    t.equal(address, '127.0.0.1', 'address')
    t.equal(await textOf(`http://127.0.0.1:${port}`), 'hello', 'IPv4')
    t.equal(await textOf(`http://[::1]:${port}`), 'hello', 'IPv6')
  })

  t.test('a mock on localhost listens on both loopback addresses', async (t) => {
    const { port } = await mockFor(t, { host: 'localhost' })
    t.equal((await fetch(`http://[::1]:${port}/__admin/health`)).status, 200, 'IPv6')
  })

  t.test('any other host means one address', async (t) => {
    const { port, address } = await listenFor(t, hello, '127.0.0.1')
    t.equal(address, '127.0.0.1', 'address')
    await t.rejects(fetch(`http://[::1]:${port}`), 'not on IPv6')
  })

  t.test('without IPv6, localhost means 127.0.0.1 only', async (t) => {
    failOnIpv6(t, 'EADDRNOTAVAIL')
    const { port, address } = await listenFor(t, hello, 'localhost')
    t.equal(address, '127.0.0.1', 'address')
    t.equal(await textOf(`http://127.0.0.1:${port}`), 'hello', 'IPv4')
  })

  t.test('a port in use on ::1 is not opened on 127.0.0.1 either', async (t) => {
    const other = createServer().listen({ port: 0, host: '::1' })
    t.teardown(() => other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await t.rejects(listen(hello, 'localhost', port), { code: 'EADDRINUSE' }, 'the error')
    await t.rejects(fetch(`http://127.0.0.1:${port}`), '127.0.0.1 is closed again')
  })

  t.test('with port 0, another port is tried if ::1 is in use', async (t) => {
    const calls = failOnIpv6(t, 'EADDRINUSE', 2)
    const { port } = await listenFor(t, hello, 'localhost')
    t.equal(calls.tries, 3, 'tries')
    t.equal(await textOf(`http://[::1]:${port}`), 'hello', 'IPv6')
  })

  t.test('after 20 tries, listening fails', async (t) => {
    const calls = failOnIpv6(t, 'EADDRINUSE')
    await t.rejects(listen(hello, 'localhost', 0), { code: 'EADDRINUSE' }, 'the error')
    t.equal(calls.tries, 20, 'tries')
  })

  t.test('a port in use is an error', async (t) => {
    const { port } = await listenFor(t, hello)
    await t.rejects(listen(hello, '127.0.0.1', port), { code: 'EADDRINUSE' }, 'the error')
  })

  t.test('closing', async (t) => {
    t.test('does not wait for idle connections', async (t) => {
      const listener = await listen(hello, '127.0.0.1', 0)
      const connection = await RawConnection.open(t, `http://127.0.0.1:${listener.port}`)
      t.equal((await connection.send(LINES)).text, 'hello', 'the response')
      const start = performance.now()
      await listener.close()
      t.ok(performance.now() - start < 650, 'before the grace period ends')
      t.ok(await connection.closed(), 'the idle connection is closed')
      await t.rejects(fetch(`http://127.0.0.1:${listener.port}`), 'new connections are rejected')
    })

    t.test('waits for a running request, and sends Connection: close', async (t) => {
      let respond = () => {}
      let markStarted = () => {}
      const started = new Promise<void>((done) => {
        markStarted = done
      })
      const listener = await listen(
        (_request, response) => {
          respond = () => response.end('late')
          markStarted()
        },
        '127.0.0.1',
        0
      )
      const connection = await RawConnection.open(t, `http://127.0.0.1:${listener.port}`)
      const pending = connection.send(LINES)
      await started
      const closed = listener.close()
      respond()
      const { text, headers } = await pending
      t.strictSame([text, headers.connection], ['late', 'close'], 'the response')
      await closed
    })

    t.test('closes unfinished requests after the grace period', async (t) => {
      let markStarted = () => {}
      const started = new Promise<void>((done) => {
        markStarted = done
      })
      const listener = await listen(
        (_request, response) => {
          response.writeHead(200, { 'content-length': 10 })
          response.write('x')
          markStarted()
        },
        '127.0.0.1',
        0
      )
      const connection = await RawConnection.open(t, `http://127.0.0.1:${listener.port}`)
      const pending = connection.send(LINES)
      await started
      const start = performance.now()
      await listener.close()
      const took = performance.now() - start
      t.ok(took >= 600 && took < 10_000, `took ${took} ms`)
      t.equal((await pending).text, 'x', 'the response is truncated')
    })
  })
}
