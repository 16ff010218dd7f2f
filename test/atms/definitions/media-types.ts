import type { Test } from 'tap'
import { atmsFor, definition, JSON_TYPE, NOT_PRESENT } from '../../support/atms.ts'
import { type Row, testRows } from '../../support/table.ts'

const notSupported = (type: string) => ({
  Message: `The request entity's media type '${type}' is not supported for this resource.`
})
const NO_TYPE = {
  Message:
    "The request contains an entity body but no Content-Type header. The inferred media type 'application/octet-stream' is not supported for this resource."
}

const rows: Row[] = ['POST /api/Users', 'PUT /api/Users/asmith', 'PUT /api/Users/nobody'].flatMap((call) => [
  ...[
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'application/problem+json',
    'text',
    'a b',
    'Text/Plain'
  ].map((type) => ({
    rule: `${call}: 415 for ${type}`,
    call,
    sends: { 'content-type': type },
    body: '{',
    status: 415,
    response: notSupported(type)
  })),
  {
    rule: `${call}: 415 without the parameters`,
    call,
    sends: { 'content-type': 'text/plain; charset=utf-8' },
    body: 'x',
    status: 415,
    response: notSupported('text/plain')
  },
  { rule: `${call}: 415 without a type`, call, body: definition(), status: 415, response: NO_TYPE },
  ...[JSON_TYPE, {}, { 'content-type': 'text/plain' }, { 'content-type': 'a b' }].flatMap((sends) => [
    { rule: `${call}: no bytes, ${JSON.stringify(sends)}`, call, sends, status: 400, response: NOT_PRESENT },
    {
      rule: `${call}: no bytes in chunks, ${JSON.stringify(sends)}`,
      call,
      sends: { ...sends, 'transfer-encoding': 'chunked', 'content-length': undefined },
      body: '',
      status: 400,
      response: NOT_PRESENT
    }
  ])
])

const JSON_TYPES = [
  'application/json',
  'text/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset',
  'text/json;x'
]

export async function mediaTypes(t: Test): Promise<void> {
  const setup = await atmsFor(t)
  const { client, mock } = setup
  t.test('media types', (t) => testRows(t, setup, rows))

  t.test('every JSON media type is accepted', async (t) => {
    for (const type of JSON_TYPES) {
      await mock.reset()
      const { status } = await client('POST /api/Users', { sends: { 'content-type': type }, body: definition() })
      t.equal(status, 204, type)
    }
  })
}
