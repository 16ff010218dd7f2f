import type { Test } from 'tap'
import { call } from '../../support/calls.ts'
import { mockFor } from '../../support/mock.ts'
import { run } from '../../support/terminal.ts'

/** The command `requests`. */
export async function requests(t: Test): Promise<void> {
  t.test('requests prints the journal as a table or as JSON', async (t) => {
    const mock = await mockFor(t)
    const words = ['requests', '--url', mock.url]
    await call(mock, 'GET', '/users')
    await call(mock, 'POST', '/api/Nope')
    await mock.stub({ name: 'teapot', request: { url: '/users' }, response: { status: 418 } })
    await call(mock, 'GET', '/users')
    const shown = async (...flags: string[]) => {
      const { out, code } = await run([...words, ...flags])
      t.equal(code, 0, `the exit code ${flags}`)
      return out.trimEnd().split('\n')
    }
    const [head, ...rows] = await shown()
    t.match(head, /^received +method +status +ms +handled by +url$/, 'column names')
    const cells = (lines: string[]) =>
      lines.map((row) =>
        row
          .split(/ {2,}/)
          .slice(1)
          .filter((_, i) => i !== 2)
      )
    const all = [
      ['GET', '200', 'api', '/users'],
      ['POST', '404', 'none', '/api/Nope'],
      ['GET', '418', 'stub teapot', '/users']
    ]
    t.strictSame(cells(rows), all, 'the rows')
    t.strictSame(cells((await shown('--status', '4xx')).slice(1)), all.slice(1), '--status 4xx')
    t.strictSame(cells((await shown('--status', '200,404')).slice(1)), all.slice(0, 2), '--status 200,404')
    t.strictSame(cells((await shown('--path', '/api/*')).slice(1)), [all[1]], '--path')
    t.strictSame(cells((await shown('--path', '/user')).slice(1)), [], '--path: the whole path')
    const unknown = { code: 2, err: /--status: expected a status such as 401 or 4xx, not '6xx'/ }
    t.match(await run([...words, '--status', '6xx']), unknown, 'an unknown status')
    const bodies = await shown('--body', '--path', '/api/Nope')
    t.match(bodies.at(-1), /^ {2}< \{"Message":"/, '--body')
    t.equal(JSON.parse((await run([...words, '--json'])).out).meta.total, 3, 'as JSON')
    t.equal(JSON.parse((await run([...words, '--json', '--status', '418'])).out).requests.length, 1, 'some as JSON')
  })

  t.test('requests reports how many entries were evicted from the journal', async (t) => {
    const mock = await mockFor(t, { maxRequests: 1 })
    for (let n = 0; n < 3; n++) await call(mock, 'GET', '/users')
    t.match(
      (await run(['requests', '--url', mock.url])).err,
      /^2 older requests were evicted from the journal\n$/,
      'the last line'
    )
  })
}
