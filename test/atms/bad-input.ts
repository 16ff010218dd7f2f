import type { Test } from 'tap'
import { atmsFor, definition, JSON_TYPE } from '../support/atms.ts'
import { BAD_BODIES, IGNORED_BODIES } from '../support/bad-input.ts'
import { clientOf } from '../support/client.ts'
import { failingFor } from '../support/failing.ts'
import { type Row, testRows } from '../support/table.ts'

const TOO_LARGE = 'two megabytes'

const bodies: Row[] = ['POST /api/Users', 'PUT /api/Users/asmith', 'PUT /api/Users/nobody'].flatMap((call) =>
  Object.entries(BAD_BODIES).map(([what, body]) => ({
    rule: `${call}: ${what}`,
    call,
    sends: JSON_TYPE,
    body,
    ...(what === TOO_LARGE
      ? { status: 413, response: { Message: 'The request entity is larger than 1048576 bytes.' } }
      : { status: 400 })
  }))
)

const ignored: Row[] = Object.entries(IGNORED_BODIES).flatMap(([what, body]) =>
  [
    { call: 'POST /api/Users', sends: { 'content-type': 'text/plain' }, status: 415 },
    { call: 'PUT /api/Users/asmith', sends: { 'content-type': 'text/plain' }, status: 415 },
    { call: 'GET /api/Users', status: 200 },
    { call: 'PATCH /api/Users', status: 405 },
    { call: 'POST /api/Nope', status: 404 },
    { call: 'DELETE /api/Users/nobody', status: 404 },
    { call: 'PUT /api/Users/nobody/disable', status: 404 }
  ].map((row) => ({ sends: JSON_TYPE, ...row, rule: `${row.call}: ${what}`, body }))
)

export async function badInput(t: Test): Promise<void> {
  const setup = await atmsFor(t)
  t.test('invalid bodies of calls that read them', (t) => testRows(t, setup, bodies))
  t.test('invalid bodies of calls that ignore them', (t) => testRows(t, setup, ignored))

  t.test('a body with too many values gets a 400', async (t) => {
    const values = (count: number): object => ({ sends: JSON_TYPE, body: `{"x":[${'1,'.repeat(count)}1]}` })
    t.match((await setup.client('POST /api/Users', values(40_000))).text, /The Username field is required/, '40,000')
    const { status, text } = await setup.client('POST /api/Users', values(60_000))
    t.match([status, JSON.parse(text)], [400, { ModelState: { userDefinition: [/more than 50000 values/] } }], '60,000')
  })

  t.test('a body with too many escapes and comments gets a 400', async (t) => {
    const { client } = await atmsFor(t, { bodyLimit: 64 * 1024 * 1024 })
    const rows: [what: string, body: (count: number) => string][] = [
      ['escapes', (count) => `{"x":"${'\\n'.repeat(count)}"}`],
      ['escapes in a key', (count) => `{"${'\\u0041'.repeat(count)}":1}`],
      ['comments', (count) => `{${'/**/'.repeat(count)}}`],
      ['both', (count) => `{${'/**/'.repeat(count / 2)}'x':'${"\\'".repeat(count / 2)}'}`]
    ]
    for (const [what, body] of rows) {
      const send = (count: number) => client('POST /api/Users', { sends: JSON_TYPE, body: body(count) })
      t.match((await send(524_288)).text, /The Username field is required/, `${what}: as many as fit into 1 MiB`)
      const { status, text } = await send(524_290)
      const reasons = [/more than 524288 escapes and comments/]
      t.match([status, JSON.parse(text)], [400, { ModelState: { userDefinition: reasons } }], `${what}: more`)
    }
  })

  t.test('a long text between keys in different case is stored', async (t) => {
    const { client } = await atmsFor(t, { bodyLimit: 64 * 1024 * 1024 })
    const body = definition({ username: 'long', DisplayName: '\\x"'.repeat(250_000) })
    t.equal((await client('POST /api/Users', { sends: JSON_TYPE, body })).status, 204, 'the create')
    t.equal((await client('GET /api/Users/long')).status, 200, 'the account can be read')
  })

  t.test('a change that fails unexpectedly is not made: 500, and only the operator sees the details', async (t) => {
    const { url, credentials, failures, sandbox } = await failingFor(t)
    const client = clientOf(url, credentials)
    const before = sandbox.state
    const calls = ['POST /api/Users', 'PUT /api/Users/asmith', 'DELETE /api/Users/asmith', 'PUT /api/Users/dlee/enable']
    for (const call of calls) {
      const Username = call.startsWith('POST') ? 'new' : 'asmith'
      const { status, text } = await client(call, { sends: JSON_TYPE, body: definition({ Username }) })
      t.strictSame([status, text], [500, '{"Message":"An error has occurred."}'], call)
      t.match(failures.pop(), { message: 'a bug' }, `${call}: reported to the operator`)
    }
    t.equal(sandbox.state, before, 'the state is unchanged')
    t.equal((await client('GET /api/Users/asmith')).status, 200, 'reads still work')
  })
}
