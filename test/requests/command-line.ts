import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
import { run } from '../support/terminal.ts'

/** The command `requests`. */
export async function commandLine(t: Test): Promise<void> {
  t.test('prints the journal', async (t) => {
    const { send, stub, mock } = await controlFor(t, { maxRequests: 4 })
    await stub({ name: 'slow list', request: { url: '/a' } })
    const id = await stub({ request: { url: '/b' } })
    for (const path of ['/dropped', '/a', '/b', '/users', '/nothing']) await send('GET', path)
    const { out, code } = await run(['requests', '--url', mock.url])
    t.equal(code, 0, 'exit code')
    const [head, ...lines] = out.split('\n')
    t.match(head, /^received +method +status +ms +handled by +url$/, 'column names')
    const rows: [string, RegExp][] = [
      ['a named stub', /GET +200 +\d+ +stub slow list +\/a$/],
      ['a stub without a name', new RegExp(`GET +200 +\\d+ +stub ${id} +/b$`)],
      ['an emulated API', /GET +200 +\d+ +api +\/users$/],
      ['no route', /GET +404 +\d+ +none +\/nothing$/]
    ]
    for (const [i, [name, expected]] of rows.entries()) t.match(lines[i], expected, name)
    const json = await run(['requests', '--json', '--url', mock.url])
    t.match(JSON.parse(json.out), { meta: { total: 4 } }, 'as JSON')
    t.equal(json.err, '1 older requests were evicted from the journal\n', 'as JSON, with a notice')
  })

  t.test('prints a request without a response', async (t) => {
    const { stub, admin, mock } = await controlFor(t)
    await stub({ request: { url: '/slow' }, response: { fixedDelayMilliseconds: 60_000 } })
    const slow = fetch(`${mock.url}/slow`)
    await admin('POST', 'requests/count?atLeast=1&timeoutMs=5000', {})
    t.match((await run(['requests', '--url', mock.url])).out, /GET +- +0 +stub .* \/slow\n$/, 'the line')
    await mock.close()
    await slow
  })
}
