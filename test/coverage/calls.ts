import { connect } from 'node:net'
import type { Test } from 'tap'
import { startMock } from '../../src/index.ts'
import { clientOf } from '../support/client.ts'
import { controlFor } from '../support/control.ts'
import { countsIn } from '../support/covered-rules.ts'
import { mockFor } from '../support/mock.ts'

/** Bad calls get an error that names the problem. */
export async function badCalls(t: Test): Promise<void> {
  const { admin, mock } = await controlFor(t)
  const rows: [method: string, path: string, status: number, message: RegExp][] = [
    ['GET', 'coverage?all', 400, /unknown query parameter 'all': remove it, or use all-sandboxes/],
    ['GET', 'coverage?all-sandboxes=yes', 400, /all-sandboxes: expected true or false, not 'yes'/],
    ['DELETE', 'coverage?all-sandboxes=yes', 400, /all-sandboxes: expected true or false, not 'yes'/],
    ['GET', 'coverage?all-sandboxes&all-sandboxes', 400, /all-sandboxes: sent 2 times/],
    ['POST', 'coverage', 405, /POST/],
    ['GET', 'coverage/atrium', 404, /no such control endpoint/]
  ]
  for (const [method, path, status, message] of rows) {
    const reply = await admin(method, path)
    t.equal(reply.status, status, `${method} ${path}`)
    t.match(reply.json.errors[0].title, message, `${method} ${path}: the message`)
  }
  t.equal((await admin('GET', 'coverage?all-sandboxes=false')).status, 200, 'false is a value, too')
  const inUnknown = await clientOf(mock.url)('GET /sandboxes/nobody/__admin/coverage')
  t.equal(JSON.parse(inUnknown.text).meta.evaluated, 0, 'a sandbox that nobody has used')
  const guarded = await mockFor(t, { adminToken: 'the token' })
  t.equal((await clientOf(guarded.url)('GET /__admin/coverage')).status, 401, 'without the token')
}

/** What a report says about each rule. */
export async function report(t: Test): Promise<void> {
  const { admin, send } = await controlFor(t)
  await send('GET', '/users')
  const { apis } = (await admin('GET', 'coverage')).json
  const rules = apis.flatMap(({ sections }: { sections: { rules: object[] }[] }) => sections.flatMap((s) => s.rules))
  const find = (id: string) => rules.find((rule: { id: string }) => rule.id === id)
  t.match(find('atrium.routes.list'), { evidence: 'documented', certainty: /^verified: /, count: 1 }, 'a rule')
  t.strictSame(
    find('atrium.user.guid').example.requests,
    [
      {
        method: 'POST',
        target: '/users',
        headers: {
          'MX-API-Key': '{{MX-API-Key}}',
          'MX-Client-ID': '{{MX-Client-ID}}',
          'Content-Type': 'application/json'
        },
        body: '{"user":{"identifier":"{{unique}}","metadata":"{{unique}}"}}',
        capture: { guid: '/user/guid' }
      }
    ],
    'a request that demonstrates it'
  )
  const [long] = find('atrium.bodies.size').example.requests
  t.equal(long.body === undefined && long.bodyLength > 2 ** 20, true, 'a long body')
  t.equal(find('atms.errors.unexpected').example, null, 'a rule without a case')
  t.match(find('atms.errors.unexpected').excluded, 'no request makes a server fail', 'why it does not count')
  t.match(find('atrium.bodies.values').excluded, 'it protects the mock', 'a rule of the mock')
  const counted = rules.filter(({ excluded }: { excluded?: string }) => excluded === undefined)
  t.equal((await admin('GET', 'coverage')).json.meta.rules, counted.length, 'the rules that count')
}

/** A server that follows an alternative demonstrates that one. */
export async function alternatives(t: Test): Promise<void> {
  // Its responses differ from the published documents.
  const mock = await startMock({ behavior: { 'atrium.routes.unsupported-method': '405' } })
  t.teardown(() => mock.close())
  const client = clientOf(mock.url, mock.credentials.atrium)
  t.equal((await client('PATCH /users')).status, 405, 'the alternative')
  const { apis } = await mock.coverage()
  const found = apis[0]?.sections[0]?.rules.find(({ id }) => id === 'atrium.routes.unsupported-method')
  t.match(found, { count: 1, follows: 'An unsupported method on a known path is a 405.' }, 'its rule')
}

/** Responses that are not those of the emulated API do not count. */
export async function otherResponses(t: Test): Promise<void> {
  const { admin, mock, send, stub } = await controlFor(t)
  const id = await stub({ request: { urlPath: '/users' }, response: { status: 200, body: '{"users":[]}' } })
  await send('GET', '/users')
  await admin('DELETE', `mappings/${id}`)
  const broken = await stub({
    request: { urlPath: '/users' },
    response: { transformers: ['emulate'], fault: 'EMPTY_RESPONSE' }
  })
  await send('GET', '/users').catch(() => undefined)
  await admin('DELETE', `mappings/${broken}`)
  await send('GET', '/docs/')
  const { port } = new URL(mock.url)
  await new Promise<void>((done) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.end('POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"user"').resume()
    socket.on('close', () => done())
  })
  const { meta } = await mock.coverage()
  t.strictSame([meta.evaluated, meta.missed], [0, 0], 'stubs, faults, pages and incomplete requests')
  await admin('POST', 'settings', { fixedDelay: 1 })
  await send('GET', '/users')
  t.equal(countsIn(await mock.coverage())['atrium.routes.list'], 1, 'a delayed response')
}
