import type { Test } from 'tap'
import { healthText } from '../../../src/cli/remote/health-text.ts'
import { call, createAtriumUser } from '../../support/calls.ts'
import { mockFor } from '../../support/mock.ts'
import { run } from '../../support/terminal.ts'

/** Commands that call a running server. */
export async function calls(t: Test): Promise<void> {
  t.test('reset, state and health call a running server', async (t) => {
    const mock = await mockFor(t, { adminToken: 'secret' })
    const bearer = { authorization: 'Bearer secret' }
    const at = ['--url', `${mock.url}/`]
    const withToken = [...at, '--admin-token', 'secret']
    t.match(await run(['health', ...at]), { code: 0, err: '', out: /^\{"status":"healthy",.*\}\n$/ }, 'health')
    await createAtriumUser(mock, { identifier: 'x' })
    t.strictSame(
      await run(['reset', ...withToken]),
      { out: 'Reset to "default": 7 Atrium users, 3 user groups, 6 ATMS users\n', err: '', code: 0 },
      'reset'
    )
    const state = await (await call(mock, 'GET', '/__admin/state', undefined, bearer)).text()
    t.equal(state, (await run(['state', ...withToken])).out, 'state')
    t.notMatch(state, /"x"/, 'the user is gone')
    t.strictSame(
      await run(['reset', ...withToken, '--fixtures', 'empty']),
      {
        out: 'Reset to "empty": 0 Atrium users, 3 user groups, 0 ATMS users. Later resets return to it, too\n',
        err: '',
        code: 0
      },
      'reset to another set'
    )
    t.match(
      await run(['state'], { environment: { MOCK_URL: mock.url, MOCK_ADMIN_TOKEN: 'secret' } }),
      {
        out: /"users": \[\]/
      },
      'URL and token from the environment'
    )
    t.match(
      await run(['state', ...at]),
      {
        code: 1,
        out: '',
        err: /^atrium-atms-mock: http:.* requires a token: set MOCK_ADMIN_TOKEN, or use --admin-token\n$/
      },
      'no token'
    )
    t.match(
      await run(['reset', ...withToken, '--fixtures', 'nope']),
      {
        code: 1,
        err: /^atrium-atms-mock: unknown fixture set 'nope' \(available: default, empty, paging\)\n$/
      },
      'an unknown set'
    )
  })

  t.test('health prints lines for people on a terminal, and JSON everywhere else', async (t) => {
    const mock = await mockFor(t)
    const words = ['health', '--url', mock.url]
    const shown = async (...flags: string[]) => (await run([...words, ...flags], { isInteractive: true })).out
    const lines = [
      'atrium-atms-mock is ready',
      `  address   ${mock.url}`,
      '  version   VERSION',
      '  fixtures  default',
      '  state     revision 0: 7 Atrium users, 3 user groups, 6 ATMS users',
      '  since     TIME (the start or the last reset)',
      '  stubs     none',
      '  delay     none',
      ''
    ]
    const fixed = (text: string) =>
      text.replace(/(version +)\S+/, '$1VERSION').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, 'TIME')
    t.equal(fixed(await shown()), lines.join('\n'), 'on a terminal')
    await mock.stub({ request: { url: '/x' }, response: { status: 418 } })
    await call(mock, 'PUT', '/__admin/settings', JSON.stringify({ fixedDelay: 1 }))
    t.match(await shown(), /^ {2}stubs {5}1\n {2}delay {5}for every response\n$/m, 'with a stub and a delay')
    const json = /^\{"status":"healthy",.*\}\n$/
    t.match(await shown('--json'), json, '--json')
    t.match((await run([...words, '--json'])).out, json, '--json without a terminal')
    t.equal(
      healthText('http://u:p@host', { status: 'healthy' }),
      'atrium-atms-mock is ready\n  address   http://*****@host\n',
      'another version of the server'
    )
  })

  t.test('stop stops a server that allows it', async (t) => {
    const mock = await mockFor(t)
    const advice = 'shutdown is not allowed: start the server with --allow-shutdown'
    const refused = await run(['stop', '--url', mock.url])
    t.strictSame(refused, { out: '', err: `atrium-atms-mock: ${advice}\n`, code: 1 }, 'not allowed')
    const other = await mockFor(t, { allowShutdown: true })
    t.strictSame(await run(['stop', '--url', other.url]), { out: 'stopped\n', err: '', code: 0 }, 'allowed')
    await other.closed
    t.match(await run(['health', '--url', other.url]), { code: 1, err: /cannot reach/ }, 'it has stopped')
  })
}
