import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { call } from '../../support/calls.ts'
import { mockFor } from '../../support/mock.ts'
import { run } from '../../support/terminal.ts'

/** The command `requests --follow`. */
export async function follow(t: Test): Promise<void> {
  t.test('requests --follow goes on until it is interrupted', async (t) => {
    const mock = await mockFor(t)
    await call(mock, 'GET', '/users?n=1')
    let interrupt: (code: number) => void = () => {}
    const interrupted = new Promise<number>((done) => (interrupt = done))
    let written = ''
    let sent = 1
    const out = (text: string): void => {
      written += text
      if (text.includes('n=3')) interrupt(130)
      else if (text.includes(`n=${sent}`)) call(mock, 'GET', `/users?n=${++sent}`)
    }
    t.equal((await run(['requests', '--follow', '--url', mock.url], { out, interrupted })).code, 130, 'the exit code')
    t.strictSame(written.match(/n=\d/g), ['n=1', 'n=2', 'n=3'], 'each request once')
  })

  t.test('requests --follow prints a request again when it has its response', async (t) => {
    const entry = (n: number, status?: number) => ({
      id: `id${n}`,
      request: { method: 'GET', url: `/users?n=${n}`, loggedDate: n, loggedDateString: `date${n}` },
      response: status === undefined ? {} : { status },
      wasMatched: true,
      timing: { totalTime: 1 },
      stubMapping: { id: `id${n}` }
    })
    const journals = [[entry(1)], [entry(2, 200), entry(1)], [entry(2, 200), entry(1, 401)]]
    let interrupt: (code: number) => void = () => {}
    const interrupted = new Promise<number>((done) => (interrupt = done))
    const asked: string[] = []
    const server = createServer(({ url }, response) => {
      if (asked.push(url ?? '') > 4) interrupt(130)
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ requests: journals.shift() ?? [] }))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => server.close())
    const rows: string[] = []
    const out = (text: string): void => {
      for (const [, status, n] of text.matchAll(/(\S+) +1 .*n=(\d)$/gm)) rows.push(`${n} ${status}`)
      if (rows.length === 3) interrupt(130)
    }
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await run(['requests', '--follow', '--url', url], { out, interrupted })
    t.strictSame(rows, ['1 -', '2 200', '1 401'], 'the status of each request')
    t.match(asked[2], /since=1970-01-01T00%3A00%3A00\.001Z$/, 'it goes on from the one that waits')
  })
}
