import type { Test } from 'tap'
import { ASMITH, atmsFor } from '../support/atms.ts'
import { clientOf } from '../support/client.ts'
import { replaceAtms } from '../support/state.ts'
import { type Row, testRows } from '../support/table.ts'

const DENIED = '{"Message":"Authorization has been denied for this request."}'

const strict: Row[] = [
  ...[
    { rule: 'missing', token: undefined },
    { rule: 'empty', token: '' },
    { rule: 'unknown', token: 'other' },
    { rule: 'in another case', token: 'Test-Token' },
    { rule: 'with one more character', token: 'test-token2' },
    { rule: 'repeated', token: ['test-token', 'test-token'] },
    { rule: 'repeated, once wrong', token: ['test-token', 'other'] }
  ].map(({ rule, token }) => ({
    rule,
    sends: { token },
    call: 'GET /api/Users/asmith',
    status: 401,
    response: DENIED
  })),
  ...[
    'GET /api',
    'GET /api/Nope',
    'PATCH /api/Users',
    'GET /api/Users/%zz',
    'POST /api/Users',
    'PUT /api/Users/nobody',
    'PUT /api/Users/asmith/disable',
    'DELETE /api/Users/asmith',
    'GET /api/UserGroups/x'
  ].map((call) => ({
    rule: `401 comes before everything else: ${call}`,
    call,
    sends: { token: undefined, 'content-type': 'text/plain' },
    body: 'x'.repeat(2 * 1024 * 1024),
    status: 401,
    response: DENIED
  })),
  {
    rule: '401 comes before everything else: OPTIONS /api/Users',
    call: 'OPTIONS /api/Users',
    sends: { token: undefined },
    status: 401,
    response: DENIED
  },
  {
    rule: 'the header name is case-insensitive',
    call: 'GET /api/Users/asmith',
    sends: { token: undefined, TOKEN: 'test-token' },
    status: 200,
    response: ASMITH
  }
]

const any: Row[] = [
  { rule: 'any: a token that is not empty', call: 'GET /api/Users', sends: { token: 'x' }, status: 200 },
  { rule: 'any: no token', call: 'GET /api/Users', sends: { token: undefined }, status: 401, response: DENIED },
  { rule: 'any: an empty one', call: 'GET /api/Users', sends: { token: '' }, status: 401, response: DENIED }
]

export async function credentials(t: Test): Promise<void> {
  t.test('--auth strict accepts only the tokens of the fixtures', async (t) => testRows(t, await atmsFor(t), strict))
  t.test('--auth any accepts every token that is not empty', async (t) =>
    testRows(t, await atmsFor(t, { auth: 'any' }), any)
  )

  t.test('paths outside /api need no token', async (t) => {
    const { mock } = await atmsFor(t)
    const client = clientOf(mock.url)
    t.equal((await client('GET /')).status, 200, 'the root')
    t.equal((await client('GET /apis')).status, 404, 'an unknown path')
  })

  t.test('each partner has its own token', async (t) => {
    const { mock } = await atmsFor(t)
    await replaceAtms(mock, { tokens: ['one', 'two'] })
    const statuses = ['one', 'two', 'test-token'].map(async (token) => {
      const { status } = await clientOf(mock.url, { token })('GET /api/Users')
      return status
    })
    t.strictSame(await Promise.all(statuses), [200, 200, 401], 'both tokens, and one that is not listed')
  })
}
