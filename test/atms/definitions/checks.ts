import type { Test } from 'tap'
import { atmsFor, definition, invalid, JSON_TYPE, noUser } from '../../support/atms.ts'
import { type Row, testRows } from '../../support/table.ts'

const NO_GROUP = 'The UserGroupName field must match an existing User Group GroupName.'
const NOT_EDITABLE = 'The Username field is not editable once an account has been created.'

const put = (Username: string, members: object = {}) => definition({ Username, ...members })
const updates: Row[] = [
  { rule: 'a rename', body: put('other'), status: 400, response: invalid({ Username: [NOT_EDITABLE] }) },
  {
    rule: 'an unknown group',
    body: put('asmith', { UserGroupName: 'x' }),
    status: 400,
    response: invalid({ UserGroupName: [NO_GROUP] })
  },
  {
    rule: 'a rename to an unknown group: both',
    body: put('other', { UserGroupName: 'x' }),
    status: 400,
    response: invalid({ Username: [NOT_EDITABLE], UserGroupName: [NO_GROUP] })
  },
  {
    rule: 'a rename to a name that exists is a rename',
    body: put('bjones'),
    status: 400,
    response: invalid({ Username: [NOT_EDITABLE] })
  },
  { rule: 'the name in another case is not a rename', body: put('ASMITH'), status: 204, changes: true }
].map((row) => ({ ...row, call: 'PUT /api/Users/asmith', sends: JSON_TYPE }))

const order: Row[] = [
  ['415 before 400', 'POST /api/Users', 'text/plain', '{}', 415],
  ['415 before 404 of the user', 'PUT /api/Users/nobody', 'text/plain', '{}', 415],
  ['400 of the shape before 404 of the user', 'PUT /api/Users/nobody', 'application/json', '{}', 400],
  [
    '404 of the user before rename and group',
    'PUT /api/Users/nobody',
    'application/json',
    put('x', { UserGroupName: 'x' }),
    404
  ],
  ['400 of the group before 409', 'POST /api/Users', 'application/json', put('asmith', { UserGroupName: 'x' }), 400],
  ['409 last', 'POST /api/Users', 'application/json', put('asmith'), 409]
].map(([rule, call, type, body, status]) => ({
  rule: String(rule),
  call: String(call),
  sends: { 'content-type': String(type) },
  body: String(body),
  status: Number(status)
}))

/** Checks of a definition that has the right shape, and the order of all checks. */
export async function checks(t: Test): Promise<void> {
  const setup = await atmsFor(t)
  const { client } = setup
  t.test('an update rejects', (t) => testRows(t, setup, updates))
  t.test('checks run in the documented order', (t) => testRows(t, setup, order))

  t.test('the bytes of ModelState', async (t) => {
    const { text } = await client('PUT /api/Users/asmith', { sends: JSON_TYPE, body: put('b', { UserGroupName: 'x' }) })
    t.equal(
      text,
      `{"Message":"The request is invalid.","ModelState":{"userDefinition.Username":["${NOT_EDITABLE}"],"userDefinition.UserGroupName":["${NO_GROUP}"]}}`,
      'the whole body'
    )
  })

  t.test('POST with an unknown group creates no account', async (t) => {
    const { status, text } = await client('POST /api/Users', {
      sends: JSON_TYPE,
      body: put('new', { UserGroupName: 'x' })
    })
    t.strictSame([status, JSON.parse(text)], [400, invalid({ UserGroupName: [NO_GROUP] })], 'the response')
    t.strictSame(JSON.parse((await client('GET /api/Users/new')).text), noUser('new'), 'no account was created')
  })
}
