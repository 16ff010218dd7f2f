import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { mockFor } from '../../support/mock.ts'
import { run } from '../../support/terminal.ts'

const REFUSED = 'connection refused. Is the server running? Use --url to point to another one'

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Commands that reach no mock. */
export async function unreachable(t: Test): Promise<void> {
  t.test('a server that is not running', async (t) => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    for (const name of ['reset', 'state', 'health']) {
      t.strictSame(
        await run([name, '--url', url]),
        {
          out: '',
          err: `atrium-atms-mock: cannot reach ${url}: ${REFUSED}\n`,
          code: 1
        },
        name
      )
    }
    t.match(
      await run(['health', '--url', 'ftp://127.0.0.1']),
      { code: 1, err: /invalid URL 'ftp:/ },
      'another protocol'
    )
    for (const url of ['somewhere', 'localhost:3000']) {
      t.match(
        await run(['health', '--url', url]),
        {
          code: 1,
          err: new RegExp(`invalid URL '${url}': expected a URL such as http://localhost:3000`)
        },
        url
      )
    }
    const waiting = run(['health', '--url', url, '--wait', '20'])
    await mockFor(t, { port, host: '127.0.0.1' })
    t.match(await waiting, { code: 0, out: /healthy/ }, 'health --wait waits for the server')
  })

  t.test('another server, or one that does not respond, is reported', async (t) => {
    const responses: [status: number, body: string][] = [
      [200, '<html>hi'],
      [200, '{"ok":true}'],
      [200, '[]'],
      [200, 'null'],
      [302, '']
    ]
    let current = responses[0] as [number, string]
    const other = createServer((_request, response) => {
      response.writeHead(current[0], { location: '/' }).end(current[1])
    }).listen(0, '127.0.0.1')
    await once(other, 'listening')
    t.teardown(() => other.close())
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    const file = 'fixtures/empty.json'
    const commands = [['health'], ['reset'], ['state'], ['requests'], ['save', 'x'], ['load', file, '--name', 'x']]
    for (current of responses) {
      for (const words of commands) {
        const { out, err, code } = await run([...words, '--url', url])
        t.strictSame([out, code], ['', 1], `${words[0]} ${current[1]}`)
        t.match(
          err,
          new RegExp(
            `${url} is not an atrium-atms-mock server: it responded to [A-Z]+ /__admin/\\S+ with status ${current[0]}\n$`
          ),
          `${words[0]} ${current[1]}: the message`
        )
      }
    }
    t.match(await run(['state', '--url', `${url}?x=1`]), { code: 1, err: /invalid URL '.*\?x=1'/ }, 'a query')
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    t.teardown(() => silent.close())
    const { port } = silent.address() as AddressInfo
    t.intercept(AbortSignal, 'timeout', { value: () => AbortSignal.abort() })
    t.match(
      await run(['health', '--url', `http://127.0.0.1:${port}`]),
      {
        code: 1,
        err: /cannot reach .*: no response within 5 s\n$/
      },
      'no response'
    )
  })
}
