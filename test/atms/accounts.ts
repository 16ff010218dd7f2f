import type { Test } from 'tap'
import { ASMITH, atmsFor, definition, JSON_TYPE, noUser } from '../support/atms.ts'
import { replaceAtms } from '../support/state.ts'
import { type Row, testRows } from '../support/table.ts'

interface Account {
  readonly Username: string
  readonly IsAccountDisabled: boolean
}

/** Bodies for calls that ignore them. */
const ignoredBodies = [
  { rule: 'nothing', sends: {} },
  { rule: 'an empty body as JSON', sends: { ...JSON_TYPE, 'content-length': '0' } },
  { rule: 'invalid JSON', sends: JSON_TYPE, body: '{' },
  { rule: 'another type', sends: { 'content-type': 'text/plain' }, body: 'x' },
  { rule: 'a malformed type', sends: { 'content-type': 'a b/;;' }, body: 'x' },
  { rule: 'no type', sends: {}, body: 'x' },
  { rule: 'a flag', sends: JSON_TYPE, body: '{"IsAccountDisabled":null}' },
  { rule: 'ten megabytes', sends: JSON_TYPE, body: Buffer.alloc(10 * 1024 * 1024, ' ') }
]

const actions: Row[] = [
  ...ignoredBodies.flatMap((row) => [
    {
      ...row,
      rule: `disable ignores ${row.rule}`,
      call: 'PUT /api/Users/asmith/disable',
      status: 204,
      response: '',
      changes: true
    },
    {
      ...row,
      rule: `enable ignores ${row.rule}`,
      call: 'PUT /api/Users/dlee/enable',
      status: 204,
      response: '',
      changes: true
    },
    {
      ...row,
      rule: `DELETE ignores ${row.rule}`,
      call: 'DELETE /api/Users/dlee',
      status: 204,
      response: '',
      changes: true
    }
  ]),
  { rule: 'disable is idempotent', call: 'PUT /api/Users/dlee/disable', status: 204, response: '' },
  { rule: 'enable is idempotent', call: 'PUT /api/Users/asmith/enable', status: 204, response: '' },
  ...['GET /api/Users/No', 'DELETE /api/Users/No', 'PUT /api/Users/No/enable', 'PUT /api/Users/No/disable'].map(
    (call) => ({
      rule: `${call}: an unknown user`,
      call,
      status: 404,
      response: noUser('No')
    })
  ),
  {
    rule: 'PUT of an unknown user',
    call: 'PUT /api/Users/No',
    sends: JSON_TYPE,
    body: definition({ Username: 'No' }),
    status: 404,
    response: noUser('No')
  },
  ...['asmith', 'ASMITH', 'ASmith'].map((Username) => ({
    rule: `POST of ${Username}: the username exists`,
    call: 'POST /api/Users',
    sends: JSON_TYPE,
    body: definition({ Username }),
    status: 409,
    response: { Message: `A user with the username '${Username}' already exists.` }
  })),
  { rule: 'a disabled user is deletable', call: 'DELETE /api/Users/visitor', status: 204, changes: true },
  {
    rule: 'a disabled user is updatable',
    call: 'PUT /api/Users/visitor',
    sends: JSON_TYPE,
    body: definition({ Username: 'visitor' }),
    status: 204,
    response: '',
    changes: true
  }
]

export async function accounts(t: Test): Promise<void> {
  const setup = await atmsFor(t)
  const { client, mock } = setup
  const read = async (name: string) => JSON.parse((await client(`GET /api/Users/${name}`)).text)
  const list = async (): Promise<Account[]> => JSON.parse((await client('GET /api/Users')).text)
  const send = async (call: string, members: object) =>
    (await client(call, { sends: JSON_TYPE, body: definition(members) })).status
  t.beforeEach(() => mock.reset())

  t.test('actions and conflicts', (t) => testRows(t, setup, actions))

  t.test("POST: a new account, enabled, with the group's own spelling of its name", async (t) => {
    const members = { Username: 'New.User', UserGroupName: 'READ only', Email: 'é@x', IsAccountDisabled: true }
    t.equal(await send('POST /api/Users', members), 204, 'the create')
    t.equal(
      (await client('GET /api/Users/new.user')).text,
      '{"Username":"New.User","DisplayName":"New","UserGroupName":"Read Only","Email":"é@x","Phone":null,"IsAccountDisabled":false}',
      'the new account'
    )
  })

  t.test(
    'PUT replaces: omitted optional fields become null, IsAccountDisabled and the case of the name stay',
    async (t) => {
      t.equal(
        await send('PUT /api/Users/DLEE', { Username: 'dLee', UserGroupName: 'administrators' }),
        204,
        'the update'
      )
      t.strictSame(
        await read('dlee'),
        {
          Username: 'dlee',
          DisplayName: 'New',
          UserGroupName: 'Administrators',
          Email: null,
          Phone: null,
          IsAccountDisabled: true
        },
        'the updated account'
      )
    }
  )

  t.test('only disable and enable change the flag', async (t) => {
    await send('PUT /api/Users/asmith', { Username: 'asmith', IsAccountDisabled: true })
    t.equal((await read('asmith')).IsAccountDisabled, false, 'an update does not disable')
    await client('PUT /api/Users/asmith/disable')
    t.equal((await read('asmith')).IsAccountDisabled, true, 'disable does')
    await send('PUT /api/Users/asmith', { Username: 'asmith', IsAccountDisabled: false })
    t.equal((await read('asmith')).IsAccountDisabled, true, 'an update does not enable')
    await client('PUT /api/Users/asmith/enable')
    t.equal((await read('asmith')).IsAccountDisabled, false, 'enable does')
  })

  t.test('disable and enable change nothing else', async (t) => {
    await client('PUT /api/Users/asmith/disable')
    t.equal((await client('GET /api/Users/asmith')).text, ASMITH.replace('false', 'true'), 'the disabled account')
  })

  t.test(
    'users keep the order of their creation: fixtures first, updated users stay in place, disabled users are listed',
    async (t) => {
      const before = (await list()).map(({ Username }) => Username)
      await send('POST /api/Users', { Username: 'zz' })
      await send('POST /api/Users', { Username: 'aa' })
      await send('PUT /api/Users/bjones', { Username: 'bjones' })
      await client('PUT /api/Users/asmith/disable')
      const after = await list()
      t.strictSame(
        after.map(({ Username }) => Username),
        [...before, 'zz', 'aa'],
        'the order'
      )
      t.ok(after[0]?.IsAccountDisabled, 'the first account is disabled')
    }
  )

  t.test('a deleted name can be used again: a new, enabled account at the end', async (t) => {
    t.equal((await client('DELETE /api/Users/dlee')).status, 204, 'the delete')
    t.equal((await client('GET /api/Users/dlee')).status, 404, 'it cannot be read')
    t.equal((await client('DELETE /api/Users/dlee')).status, 404, 'it cannot be deleted again')
    t.equal(await send('POST /api/Users', { Username: 'DLee' }), 204, 'a create with its name')
    const last = (await list()).at(-1)
    t.match(last, { Username: 'DLee', IsAccountDisabled: false }, 'the new account')
  })

  t.test('names are compared in lower case, independent of the locale', async (t) => {
    t.equal(await send('POST /api/Users', { Username: 'ÉIİ' }), 204, 'a name with letters beyond ASCII')
    t.equal(await send('POST /api/Users', { Username: 'éiİ' }), 409, 'the same name in lower case')
    t.equal(await send('POST /api/Users', { Username: 'éıİ' }), 204, 'a dotless i is another letter')
    t.equal(await send('POST /api/Users', { Username: 'STRASSE' }), 204, 'a name in ASCII')
    t.equal(await send('POST /api/Users', { Username: 'straße' }), 204, 'ß is not ss')
  })

  t.test('nothing is trimmed', async (t) => {
    t.equal(
      await send('POST /api/Users', { Username: ' asmith ', DisplayName: ' x ', Email: ' ', Phone: '' }),
      204,
      'the create'
    )
    t.match(
      await read('%20asmith%20'),
      { Username: ' asmith ', DisplayName: ' x ', Email: ' ', Phone: '' },
      'the account as sent'
    )
  })

  t.test('an empty list is []', async (t) => {
    const { client } = await atmsFor(t, { fixtures: 'empty' })
    t.equal((await client('GET /api/Users')).text, '[]', 'the whole body')
  })

  t.test('a list of thousands is complete and in order', async (t) => {
    const users = Array.from({ length: 2500 }, (_, i) => ({ ...JSON.parse(ASMITH), Username: `user${i}` }))
    await replaceAtms(mock, { users })
    const { text, headers } = await client('GET /api/Users')
    t.equal(text, JSON.stringify(users), 'the whole body')
    t.match(headers, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' }, 'the headers')
  })
}
