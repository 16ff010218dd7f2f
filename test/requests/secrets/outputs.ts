import type { Test } from 'tap'
import { clientOf } from '../../support/client.ts'
import { RawConnection } from '../../support/raw.ts'
import { run, served } from '../../support/terminal.ts'
import {
  ADMIN,
  API,
  BAD_FIXTURE,
  type FixtureFiles,
  HTTP,
  LOGGED,
  MATCHERS,
  QUERY,
  SECRET,
  STUBS,
  secret,
  TARGETS
} from './planted.ts'

/** The outputs of the server and the commands, and the responses of the control API. */
export async function outputs(t: Test, { file, bad }: FixtureFiles): Promise<void> {
  for (const flags of [[], ['--json']]) {
    t.test(`no output of the server contains a credential ${flags}`, async (t) => {
      const words = ['--port', '0', '--ephemeral', '--fixtures', file, '--log-level', 'info', '--admin-token', ADMIN]
      const { message, written, stop } = await served([...words, ...flags], { isInteractive: false })
      const url = /http:\/\/[\w.:]+\d/.exec(message)?.[0] ?? ''
      const admin = clientOf(url, { authorization: `Bearer ${ADMIN}` })
      for (const stub of STUBS) {
        const { status } = await admin('POST /__admin/mappings', { body: JSON.stringify(stub) })
        t.equal(status, 201, 'a stub')
      }
      for (const target of TARGETS) {
        const raw = await RawConnection.open(t, url)
        const { text } = await raw.send([
          `GET ${target} HTTP/1.1`,
          `Host: joe:${secret('host')}@localhost`,
          ...API,
          ...HTTP
        ])
        if (target.includes('__admin')) t.notMatch(text, SECRET, target)
      }
      const count = await admin('POST /__admin/requests/count', { body: JSON.stringify(MATCHERS) })
      t.equal(JSON.parse(count.text).count, TARGETS.length - 2, 'patterns match the values that are not shown')
      const listed = await admin('GET /__admin/requests')
      const [{ id }] = JSON.parse(listed.text).requests
      const body = JSON.stringify
      const calls: [string, { body?: string; sends?: Record<string, string> }?][] = [
        [`GET /__admin/requests/${id}`],
        ['GET /sandboxes/w1/__admin/requests'],
        ['GET /__admin/requests.har'],
        ['GET /__admin/requests?summary=true'],
        ['POST /__admin/requests/find', { body: '{}' }],
        ['GET /__admin/requests/unmatched'],
        ['GET /__admin/requests/unmatched/near-misses'],
        ['POST /__admin/near-misses/request', { body: body(LOGGED) }],
        ['POST /__admin/near-misses/request', { body: '{}' }],
        ['POST /__admin/near-misses/request-pattern', { body: body({ method: 'PUT', ...MATCHERS }) }],
        ['GET /__admin/sandboxes'],
        ['GET /__admin/health'],
        ['GET /__admin/fixtures'],
        ['GET /__admin/scenarios'],
        [`GET /__admin/requests/none?${QUERY}`],
        [`GET /__admin/requests/00000000-0000-0000-0000-000000000000?${QUERY}`],
        [`GET /__admin/mappings/00000000-0000-0000-0000-000000000000?${QUERY}`],
        ['GET /__admin/requests', { sends: { authorization: `Bearer ${secret('wrong')}` } }],
        ['GET /__admin/requests', { sends: { authorization: secret('no-scheme') } }],
        ['PUT /__admin/state', { body: body(BAD_FIXTURE) }],
        ['PUT /__admin/fixtures/x', { body: body(BAD_FIXTURE) }],
        ['POST /__admin/requests/remove', { body: '{}' }]
      ]
      t.match(listed.text, '*****', 'the journal shows that there were credentials')
      t.notMatch(listed.text, SECRET, 'the journal')
      for (const [call, request] of calls) {
        const { text, headers } = await admin(call, request)
        t.notMatch(text + JSON.stringify(headers), SECRET, call)
      }
      const token = ['--admin-token', ADMIN]
      const withUser = url.replace('//', `//joe:${secret('url-user')}@`)
      for (const command of [
        ['requests', '--url', url, ...token],
        ['requests', '--json', '--url', url, ...token],
        ['requests', '--har', '-', '--url', url, ...token],
        ['requests', '--url', url, '--admin-token', secret('wrong')],
        ['requests', '--url', `${withUser}/none`, ...token],
        ['health', '--url', 'http://joe:s3cr3t@127.0.0.1:1'],
        ['health', '--url', 'joe:s3cr3t@127.0.0.1:1'],
        ['check', bad],
        ['--ephemeral', '--port', '0', '--fixtures', bad],
        ['load', bad, '--name', 'x', '--url', url, ...token]
      ]) {
        const { out, err } = await run(command, { environment: { MOCK_ADMIN_TOKEN: ADMIN } })
        t.ok(out + err, `${command[0]} prints something`)
        t.notMatch(out + err, SECRET, command.join(' '))
      }
      await stop()
      t.match(written.out, /\/users\?access_token=\*{5}/, 'the log of requests')
      t.notMatch(written.out, SECRET, 'the standard output')
      t.notMatch(written.err, SECRET, 'the standard error')
    })
  }

  t.test('the banner shows credentials only if the control API is open', async (t) => {
    const words = ['--port', '0', '--ephemeral', '--fixtures', file]
    t.match((await run(words)).out, secret('key'), 'without a token')
    t.notMatch((await run([...words, '--no-admin'])).out, SECRET, 'without a control API')
  })
}
