import t from 'tap'
import { GuidSequence } from '../src/apis/atrium/guid-sequence.ts'
import { readVersion } from '../src/common/version.ts'
import { call, createAtriumUser, newAccount, stateText } from './support/calls.ts'
import { failingFor } from './support/failing.ts'
import { fixture, guid } from './support/fixtures.ts'
import { mockFor } from './support/mock.ts'

const version = readVersion()

t.test('health and version', async (t) => {
  const mock = await mockFor(t)
  const health = await call(mock, 'GET', '/__admin/health')
  t.equal(health.status, 200)
  t.equal(health.headers.get('content-type'), 'application/json; charset=utf-8')
  t.match(await health.json(), {
    status: 'healthy',
    message: 'atrium-atms-mock is ready',
    version,
    uptimeInSeconds: Number,
    timestamp: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
  })
  const head = await call(mock, 'HEAD', '/__admin/health')
  t.equal(head.status, 200)
  t.equal(await head.text(), '')
  t.strictSame(await (await call(mock, 'GET', '/__admin/version')).json(), { version })
  t.match(await (await call(mock, 'GET', '/')).json(), { name: 'atrium-atms-mock', version, admin: '/__admin/health' })
})

t.test('the state is a fixture: what is exported goes back in as the same', async (t) => {
  const mock = await mockFor(t)
  await createAtriumUser(mock, { identifier: 'é\n"', metadata: '\u2028' })
  await call(mock, 'POST', '/api/Users', newAccount('new'))
  const exported = await stateText(mock)
  await mock.reset()
  t.not(await stateText(mock), exported)
  for (const body of [exported, `\ufeff${exported}`]) {
    const response = await call(mock, 'PUT', '/__admin/state', body, { 'content-type': 'text/plain' })
    t.equal(response.status, 200)
    t.strictSame(await response.json(), {})
    t.equal(await stateText(mock), exported)
  }
})

t.test('a state that is not valid changes nothing, and every error is told', async (t) => {
  const mock = await mockFor(t)
  const before = await stateText(mock)
  const put = async (body: unknown) => {
    const response = await call(mock, 'PUT', '/__admin/state', body)
    t.equal(response.status, 422)
    return response.json()
  }
  const { atms } = fixture()
  t.strictSame(
    await put({
      atrium: { credentials: [], users: [{ guid: 'x' }, { guid: guid(1), is_disabled: 1 }] },
      atms,
      more: 1
    }),
    {
      errors: [
        {
          code: 10,
          source: { pointer: '/atrium/users/0/guid' },
          title: 'Error in the document',
          detail: 'expected text like ^USR-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$, not "x"'
        },
        {
          code: 10,
          source: { pointer: '/atrium/users/1/is_disabled' },
          title: 'Error in the document',
          detail: 'expected boolean, not 1'
        },
        {
          code: 10,
          source: { pointer: '/more' },
          title: 'Error in the document',
          detail: 'no such member is known: is it misspelt?'
        }
      ],
      meta: { total: 3 }
    }
  )
  const many = await put({ atms: { tokens: Array.from({ length: 150 }, () => 1), userGroups: [], users: [] } })
  t.match(many, { errors: { length: 100 }, meta: { total: 150 } })
  t.match(await put('{"atrium"'), {
    errors: [{ source: { pointer: '' }, detail: /^expected JSON: / }],
    meta: { total: 1 }
  })
  t.match(await put(undefined), { errors: [{ detail: /^expected JSON: / }] })
  t.equal(await stateText(mock), before)
})

t.test('a reset', async (t) => {
  const first = new GuidSequence('atrium-atms-mock').at(0)
  const mock = await mockFor(t)
  const before = await stateText(mock)
  for (const path of ['/__admin/reset', '/__admin/state/reset']) {
    for (const body of [undefined, '', ' ', {}]) {
      await createAtriumUser(mock, { identifier: 'gone' })
      const response = await call(mock, 'POST', path, body)
      t.equal(response.status, 200, `${path} ${JSON.stringify(body)}`)
      t.strictSame(await response.json(), {})
      t.equal(await stateText(mock), before)
      t.equal((await createAtriumUser(mock, { identifier: 'again' })).guid, first, 'the guids begin anew')
    }
    await call(mock, 'POST', path, { fixtures: 'paging' })
    await createAtriumUser(mock, { identifier: 'gone' })
    await call(mock, 'POST', path)
    t.equal(JSON.parse(await stateText(mock)).atrium.users.length, 260, 'the named set is its own from then on')
    await call(mock, 'POST', path, { fixtures: 'default' })
  }
})

t.test('a reset that cannot be done changes nothing', async (t) => {
  const mock = await mockFor(t)
  await createAtriumUser(mock, { identifier: 'still there' })
  const before = await stateText(mock)
  const rows: [unknown, number, RegExp][] = [
    [{ fixtures: 'nope' }, 404, /there is no fixture set 'nope': known are default, empty, paging/],
    [{ fixtures: '../fixtures/paging' }, 404, /there is no fixture set/],
    [{ fixtures: 1 }, 400, /fixtures: expected the name of a fixture set/],
    [{ fixture: 'paging' }, 400, /fixture: expected no member but fixtures/],
    ['{"fixtures":', 400, /body: expected JSON: /],
    ['\f', 400, /body: expected JSON: /],
    ['[]', 400, /body: expected a JSON object/],
    ['null', 400, /body: expected a JSON object/],
    ['"x"', 400, /body: expected a JSON object/]
  ]
  for (const [body, status, title] of rows) {
    const response = await call(mock, 'POST', '/__admin/reset', body)
    t.equal(response.status, status, JSON.stringify(body))
    t.match(await response.json(), { errors: [{ code: status, title }] })
  }
  const response = await fetch(`${mock.url}/__admin/reset`, { method: 'POST', body: new Uint8Array([0x22, 0xff]) })
  t.equal(response.status, 400)
  t.match(await response.json(), { errors: [{ title: 'body: expected UTF-8' }] })
  t.equal(await stateText(mock), before)
})

t.test('a body that is too large is refused, with what else can be done', async (t) => {
  const mock = await mockFor(t)
  const body = Buffer.alloc(64 * 2 ** 20 + 1, ' ')
  const rows: [string, string, RegExp][] = [
    ['PUT', 'state', /^the body is larger than 64 MiB: .*--fixtures-dir$/],
    ['POST', 'mappings', /^the body is larger than 64 MiB$/]
  ]
  for (const [method, path, title] of rows) {
    const response = await fetch(`${mock.url}/__admin/${path}`, { method, body })
    t.equal(response.status, 413)
    t.match(await response.json(), { errors: [{ code: 413, title }] })
  }
})

t.test('the fixture sets', async (t) => {
  const mock = await mockFor(t)
  const counts = { userGroups: 3, credentials: 1, tokens: 1 }
  t.match(await (await call(mock, 'GET', '/__admin/fixtures')).json(), {
    fixtures: [
      {
        name: 'default',
        source: /default\.json$/,
        sha256: /^[0-9a-f]{64}$/,
        counts: { atriumUsers: 7, atmsUsers: 6, ...counts }
      },
      { name: 'empty', counts: { atriumUsers: 0, atmsUsers: 0, ...counts } },
      { name: 'paging', counts: { atriumUsers: 260, atmsUsers: 260, ...counts } }
    ]
  })
})

t.test('a wrong path, verb or address is told in the shape of the control API', async (t) => {
  const mock = await mockFor(t)
  const rows: [string, string, number, string, string | null][] = [
    ['GET', '/__admin', 404, "there is nothing at '/__admin': no admin call, and nothing of that id", null],
    [
      'GET',
      '/__admin/nope?x=1',
      404,
      "there is nothing at '/__admin/nope?x=1': no admin call, and nothing of that id",
      null
    ],
    ['POST', '/__admin/health', 405, 'POST is not allowed here: use one of GET, HEAD', 'GET, HEAD'],
    ['DELETE', '/__admin/state?x', 405, 'DELETE is not allowed here: use one of GET, PUT', 'GET, PUT'],
    ['GET', '/__admin/reset', 405, 'GET is not allowed here: use one of POST', 'POST'],
    ['PUT', '/__admin/mappings/import', 405, 'PUT is not allowed here: use one of POST', 'POST'],
    ['OPTIONS', '/__admin/requests/unmatched', 405, 'OPTIONS is not allowed here: use one of GET', 'GET'],
    [
      'GET',
      '/__admin/ca-pem',
      404,
      "there is nothing at '/__admin/ca-pem': no admin call, and nothing of that id",
      null
    ]
  ]
  for (const [method, path, code, title, allow] of rows) {
    const response = await call(mock, method, path)
    t.equal(response.status, code, `${method} ${path}`)
    t.equal(response.headers.get('allow'), allow)
    t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
    t.strictSame(await response.json(), { errors: [{ code, title }] })
  }
})

t.test('a token is asked for by every call but the health', async (t) => {
  const mock = await mockFor(t, { adminToken: 'secret' })
  const rows: [string, string, string | undefined, number][] = [
    ['GET', '/__admin/health', undefined, 200],
    ['GET', '/__admin/health?x=1', undefined, 200],
    ['GET', '/__admin/version', undefined, 401],
    ['GET', '/__admin/state', 'Bearer wrong', 401],
    ['PUT', '/__admin/state', 'secret', 401],
    ['POST', '/__admin/reset', undefined, 401],
    ['POST', '/__admin/reset', 'Bearer secret', 200],
    ['GET', '/__admin/version', 'Bearer secret', 200],
    ['GET', '/users', undefined, 200]
  ]
  for (const [method, path, authorization, status] of rows) {
    const response = await call(mock, method, path, undefined, authorization === undefined ? {} : { authorization })
    t.equal(response.status, status, `${method} ${path} ${authorization}`)
    if (status === 401) t.match(await response.json(), { errors: [{ code: 401, title: /Authorization: Bearer/ }] })
  }
})

t.test('--no-admin leaves the health alone', async (t) => {
  const mock = await mockFor(t, { noAdmin: true })
  t.equal((await call(mock, 'GET', '/__admin/health')).status, 200)
  for (const [method, path] of [
    ['GET', '/__admin/version'],
    ['GET', '/__admin/state'],
    ['POST', '/__admin/reset'],
    ['GET', '/__admin/fixtures']
  ] as const) {
    t.equal((await call(mock, method, path)).status, 404, path)
  }
})

t.test('what goes wrong inside is a 500, and told to the operator', async (t) => {
  const { url, failures, sandbox } = await failingFor(t)
  const before = sandbox.state
  const response = await call({ url }, 'PUT', '/__admin/state', fixture())
  t.equal(response.status, 500)
  t.match(await response.json(), { errors: [{ code: 500 }] })
  t.match(failures, [{ message: /ENOSPC/ }])
  t.equal(sandbox.state, before)
})
