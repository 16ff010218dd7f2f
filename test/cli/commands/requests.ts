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

  t.test('requests shows below a 401 why the request was not authenticated', async (t) => {
    const mock = await mockFor(t)
    const stub = { request: { url: '/api/Stub' }, response: { status: 401 } }
    await mock.stub(stub)
    await mock.stub({ request: { url: '/api/Around' }, response: { transformers: ['emulate'] } })
    const unknown = 'unknown credential: token'
    const rows: [path: string, headers: Record<string, string>, reason: string | undefined][] = [
      ['/users', { 'mx-api-key': 's3cr3t' }, 'missing credential: MX-Client-ID'],
      ['/users', { 'mx-api-key': 's3cr3t', 'mx-client-id': 'y' }, 'unknown credential: MX-API-Key, MX-Client-ID'],
      ['/api/Users', { token: 's3cr3t' }, unknown],
      ['/api/Nope', { token: 's3cr3t' }, unknown],
      ['/api/Around', { token: 's3cr3t' }, unknown],
      ['/api/Users', { token: 's3cr3t@w2' }, `${unknown}; its suffix names a sandbox that does not exist`],
      ['/api/Stub', { token: 's3cr3t' }, undefined]
    ]
    for (const [path, headers] of rows) t.equal((await fetch(mock.url + path, { headers })).status, 401, path)
    const lines = (await run(['requests', '--url', mock.url, '--status', '401'])).out.trimEnd().split('\n').slice(1)
    const expected = rows.flatMap(([path, , reason]) => [path, ...(reason === undefined ? [] : [`  ! ${reason}`])])
    t.strictSame(
      lines.map((line) => line.replace(/^\S+ +GET .* (?=\/)/, '')),
      expected,
      'the lines'
    )
    const text = await (await call(mock, 'GET', '/__admin/requests')).text()
    t.notMatch(text, /s3cr3t/, 'without the credential')
    const events = JSON.parse(text).requests.map(({ subEvents }: { subEvents: object[] }) => subEvents)
    const info = (message: string) => ({ type: 'INFO', timeOffsetNanos: 0, data: { message } })
    t.match(
      events.toReversed(),
      rows.map(([, , reason]) => (reason === undefined ? [] : [info(reason)])),
      'the events of the journal'
    )
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
