import type { Test } from 'tap'
import { atriumFor, ENABLED, errorOf, JSON_TYPE } from '../support/atrium.ts'
import { BAD_BODIES, IGNORED_BODIES } from '../support/bad-input.ts'
import { clientOf } from '../support/client.ts'
import { failingFor } from '../support/failing.ts'
import { type Row, testRows } from '../support/table.ts'

const TOO_LARGE = 'two megabytes'

const bodies: Row[] = ['POST /users', `PUT /users/${ENABLED}`, 'PUT /users/USR-1'].flatMap((call) =>
  Object.entries(BAD_BODIES).map(([what, body]) => ({
    rule: `${call}: ${what}`,
    call,
    sends: JSON_TYPE,
    body,
    status: what === TOO_LARGE ? 413 : 400
  }))
)

const ignored: Row[] = Object.entries(IGNORED_BODIES).flatMap(([what, body]) => [
  { rule: `GET /users: ${what}`, call: 'GET /users', sends: JSON_TYPE, body, status: 200 },
  { rule: `PATCH /users: ${what}`, call: 'PATCH /users', sends: JSON_TYPE, body, status: 404 },
  { rule: `POST /nothing: ${what}`, call: 'POST /nothing', sends: JSON_TYPE, body, status: 404 },
  { rule: `POST of a real route: ${what}`, call: 'POST /institutions', sends: JSON_TYPE, body, status: 501 },
  {
    rule: `DELETE: ${what}`,
    call: `DELETE /users/${ENABLED}`,
    sends: JSON_TYPE,
    body,
    status: 204,
    changes: true
  }
])

export async function badInput(t: Test): Promise<void> {
  const setup = await atriumFor(t)
  t.test('invalid bodies of calls that read them', (t) => testRows(t, setup, bodies))
  t.test('the depth and the number of values of a body are limited', (t) => {
    const of = (levels: number): string =>
      `{"user":{"identifier":"deep","x":${'['.repeat(levels)}${']'.repeat(levels)}}}`
    const values = (count: number): string => `{"user":{"identifier":"wide","x":[${'1,'.repeat(count)}1]}}`
    const row = (rule: string, body: string, status: number): Row => ({
      rule,
      call: 'POST /users',
      sends: JSON_TYPE,
      body,
      status,
      changes: status === 200
    })
    const form = {
      ...row('10,001 parameters', 'a=1&'.repeat(10_000), 400),
      sends: { 'content-type': 'application/x-www-form-urlencoded' }
    }
    return testRows(t, setup, [
      form,
      row('100 levels', of(98), 200),
      row('101 levels', of(99), 400),
      row('40,000 values', values(40_000), 200),
      row('60,000 values', values(60_000), 400)
    ])
  })
  t.test('invalid bodies of calls that ignore them', (t) => testRows(t, setup, ignored))

  t.test('a change that fails unexpectedly is not made: 500, and only the operator sees the details', async (t) => {
    const { url, credentials, failures, sandbox } = await failingFor(t)
    const client = clientOf(url, credentials)
    const before = sandbox.state
    const json = { sends: JSON_TYPE, body: '{"user":{"metadata":"x"}}' }
    for (const call of ['POST /users', `PUT /users/${ENABLED}`, `DELETE /users/${ENABLED}`]) {
      const { status, text } = await client(call, json)
      const message = 'the mock failed unexpectedly: see its log'
      t.strictSame(
        [status, JSON.parse(text)],
        [500, errorOf('internal_server_error', 'internal_server_error', message)],
        call
      )
      t.match(failures.pop(), { message: 'a bug' }, `${call}: reported to the operator`)
    }
    t.equal(sandbox.state, before, 'the state is unchanged')
    t.equal((await client(`GET /users/${ENABLED}`)).status, 200, 'reads still work')
  })
}
