import type { Test } from 'tap'
import { call, createAtriumUser, newAccount, stateText } from '../support/calls.ts'
import { failingFor } from '../support/failing.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { mockFor } from '../support/mock.ts'

/** Export and load of the state. */
export async function state(t: Test): Promise<void> {
  t.test('an exported state can be loaded again', async (t) => {
    const mock = await mockFor(t)
    await createAtriumUser(mock, { identifier: 'é\n"', metadata: '\u2028' })
    await call(mock, 'POST', '/api/Users', newAccount('new'))
    const exported = await stateText(mock)
    await mock.reset()
    t.not(await stateText(mock), exported, 'the reset changed the state')
    for (const body of [exported, `\ufeff${exported}`]) {
      const response = await call(mock, 'PUT', '/__admin/state', body, { 'content-type': 'text/plain' })
      const what = body === exported ? 'as exported' : 'with a byte order mark'
      t.equal(response.status, 200, `status, ${what}`)
      t.strictSame(await response.json(), {}, `body, ${what}`)
      t.equal(await stateText(mock), exported, `state, ${what}`)
    }
  })

  t.test('an invalid state changes nothing, and the response lists all problems', async (t) => {
    const mock = await mockFor(t)
    const before = await stateText(mock)
    const put = async (body: unknown) => {
      const response = await call(mock, 'PUT', '/__admin/state', body)
      t.equal(response.status, 422, `status for ${String(JSON.stringify(body)).slice(0, 40)}`)
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
            detail: 'must look like USR-00000000-0000-0000-0000-000000000000, not "x"'
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
            detail: "unknown field 'more'"
          }
        ],
        meta: { total: 3 }
      },
      'three problems'
    )
    const many = await put({ atms: { tokens: Array.from({ length: 150 }, () => 1), userGroups: [], users: [] } })
    t.match(many, { errors: { length: 100 }, meta: { total: 150 } }, 'more than a hundred problems')
    const invalidJson = {
      errors: [{ source: { pointer: '' }, detail: /^invalid JSON in line 1, column / }],
      meta: { total: 1 }
    }
    t.match(await put('{"atrium"'), invalidJson, 'truncated JSON')
    t.match(await put(undefined), invalidJson, 'no body')
    t.equal(await stateText(mock), before, 'the state is unchanged')
  })

  t.test('an internal failure is a 500, and is reported to the operator', async (t) => {
    const { url, failures, sandbox } = await failingFor(t)
    const before = sandbox.state
    const response = await call({ url }, 'PUT', '/__admin/state', fixture())
    t.equal(response.status, 500, 'status')
    t.match(await response.json(), { errors: [{ code: 500 }] }, 'body')
    t.match(failures, [{ message: /a bug/ }], 'report')
    t.equal(sandbox.state, before, 'the state is unchanged')
  })
}
