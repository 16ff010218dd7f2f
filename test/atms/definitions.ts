import type { Test } from 'tap'
import { atmsFor, definition, invalid, JSON_TYPE, NOT_PRESENT, noUser, REQUIRED, UNREADABLE } from '../support/atms.ts'
import { prove, type Row } from '../support/table.ts'

const NO_GROUP = 'The UserGroupName field must match an existing User Group GroupName.'
const NOT_EDITABLE = 'The Username field is not editable once an account has been created.'
const ALL_REQUIRED = invalid({
  Username: [REQUIRED('Username')],
  DisplayName: [REQUIRED('DisplayName')],
  UserGroupName: [REQUIRED('UserGroupName')]
})
const UNREADABLE_BODY = invalid({ '': [UNREADABLE] })

const rejected: [rule: string, body: string | Buffer, response: object][] = [
  ['all required fields at once', '{}', ALL_REQUIRED],
  ['nulls', '{"Username":null,"DisplayName":null,"UserGroupName":null}', ALL_REQUIRED],
  ['empty texts', '{"Username":"","DisplayName":"","UserGroupName":""}', ALL_REQUIRED],
  ['blank texts', '{"Username":" ","DisplayName":"\\t\\r\\n","UserGroupName":"\\u00a0"}', ALL_REQUIRED],
  ['one field', definition({ DisplayName: undefined }), invalid({ DisplayName: [REQUIRED('DisplayName')] })],
  [
    'required comes before an unknown group',
    definition({ UserGroupName: '' }),
    invalid({ UserGroupName: [REQUIRED('UserGroupName')] })
  ],
  [
    'required alone, though the group is unknown',
    definition({ Username: ' ', UserGroupName: 'x' }),
    invalid({ Username: [REQUIRED('Username')] })
  ],
  [
    'an object for a required field',
    definition({ Username: {} }),
    invalid({ Username: [UNREADABLE, REQUIRED('Username')] })
  ],
  [
    'an array for a required field',
    definition({ DisplayName: ['x'] }),
    invalid({ DisplayName: [UNREADABLE, REQUIRED('DisplayName')] })
  ],
  ['an object for an optional field', definition({ Email: { a: 1 } }), invalid({ Email: [UNREADABLE] })],
  ['an array for an optional field', definition({ Phone: [] }), invalid({ Phone: [UNREADABLE] })],
  [
    'everything at once',
    '{"DisplayName":[],"Email":{},"Phone":[]}',
    invalid({
      Username: [REQUIRED('Username')],
      DisplayName: [UNREADABLE, REQUIRED('DisplayName')],
      UserGroupName: [REQUIRED('UserGroupName')],
      Email: [UNREADABLE],
      Phone: [UNREADABLE]
    })
  ],
  ['an array', '[]', UNREADABLE_BODY],
  ['an array of a definition', `[${definition()}]`, UNREADABLE_BODY],
  ['a text', '"x"', UNREADABLE_BODY],
  ['a number', '5', UNREADABLE_BODY],
  ['a boolean', 'false', UNREADABLE_BODY],
  ['no JSON', '{"Username":', UNREADABLE_BODY],
  ['more than JSON, but no object', '[{},]', UNREADABLE_BODY],
  ['a number past a double', definition().replace('"New"', '1e400'), UNREADABLE_BODY],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), UNREADABLE_BODY],
  ['null', 'null', NOT_PRESENT],
  ['null and blanks', ' null\n', NOT_PRESENT],
  ['blanks', ' \t\r\n', NOT_PRESENT],
  ['a byte order mark alone', '\ufeff', NOT_PRESENT]
]

/** Values that are sent, and what is stored. */
const accepted: [rule: string, body: string, stored: object][] = [
  [
    'keys are case-insensitive',
    '{"USERNAME":"new","displayname":"d","uSERgROUPnAME":"operators","email":"e","PHONE":"p"}',
    { DisplayName: 'd', UserGroupName: 'Operators', Email: 'e', Phone: 'p' }
  ],
  [
    'of several keys the last wins',
    '{"displayName":"a","DisplayName":"b","displayName":"c","Username":"new","UserGroupName":"Operators"}',
    { DisplayName: 'c' }
  ],
  [
    'of the same key the last wins',
    '{"DisplayName":"a","DisplayName":"b","Username":"new","UserGroupName":"Operators"}',
    { DisplayName: 'b' }
  ],
  [
    'the last wins, though it is null',
    '{"Email":"a","email":null,"Username":"new","DisplayName":"x","UserGroupName":"Operators"}',
    { Email: null }
  ],
  [
    'the last wins among escapes and nested keys',
    '{"Phone":"{\\"phone\\":1}","x":[{"PHONE":2}],"pho\\u006eE":"3","phone":4,"Username":"new","DisplayName":"x","UserGroupName":"Operators"}',
    { Phone: '4' }
  ],
  [
    'the last wins, in another order',
    '{"EMAIL":"1","email":"2","EMAIL":"3","Email":"4","Username":"new","DisplayName":"x","UserGroupName":"Operators"}',
    { Email: '4' }
  ],
  [
    'unknown fields are ignored',
    definition({ Colour: {}, IsAccountDisabled: true, Id: [1] }),
    { IsAccountDisabled: false }
  ],
  [
    '__proto__ is ignored',
    '{"__proto__":{"Email":"x"},"constructor":{},"Username":"new","DisplayName":"x","UserGroupName":"Operators"}',
    { Email: null }
  ],
  ['a number becomes text', definition({ DisplayName: 5, Phone: 15550100 }), { DisplayName: '5', Phone: '15550100' }],
  [
    'a fraction and an exponent',
    '{"Email":1.50,"Phone":1e21,"Username":"new","DisplayName":-0,"UserGroupName":"Operators"}',
    { Email: '1.5', Phone: '1E+21', DisplayName: '0' }
  ],
  [
    'a number past 2^53',
    '{"Phone":9007199254740993,"Email":614170000063097008,"Username":"new","DisplayName":1e23,"UserGroupName":"Operators"}',
    { Phone: '9007199254740993', Email: '614170000063097008', DisplayName: '1E+23' }
  ],
  ['booleans become text', definition({ DisplayName: true, Email: false }), { DisplayName: 'True', Email: 'False' }],
  ['a byte order mark', `\ufeff${definition()}`, { DisplayName: 'New' }],
  [
    'more than JSON, and what follows the object',
    "{Username:'new',/*c*/DisplayName:0x1F,UserGroupName:'Operators',Email:'a\nb',} x",
    { DisplayName: '31', Email: 'a\nb' }
  ],
  ['a lone surrogate', definition({ DisplayName: '\ud800' }), { DisplayName: '\ufffd' }],
  ['a NUL', definition({ DisplayName: '\0' }), { DisplayName: '\0' }],
  ['long texts', definition({ DisplayName: 'x'.repeat(100_000) }), { DisplayName: 'x'.repeat(100_000) }]
]

const notSupported = (type: string) => ({
  Message: `The request entity's media type '${type}' is not supported for this resource.`
})
const NO_TYPE = {
  Message:
    "The request contains an entity body but no Content-Type header. The inferred media type 'application/octet-stream' is not supported for this resource."
}

const mediaTypes: Row[] = ['POST /api/Users', 'PUT /api/Users/asmith', 'PUT /api/Users/nobody'].flatMap((call) => [
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
  { rule: 'the name in another case is no rename', body: put('ASMITH'), status: 204, changes: true }
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

export async function definitions(t: Test): Promise<void> {
  const proof = await atmsFor(t)
  const { client, mock } = proof
  for (const call of ['POST /api/Users', 'PUT /api/Users/asmith']) {
    const rows = rejected.map(([rule, body, response]) => ({
      rule,
      call,
      sends: JSON_TYPE,
      body,
      status: 400,
      response
    }))
    t.test(`${call} rejects`, (t) => prove(t, proof, rows))
  }
  t.test('media types', (t) => prove(t, proof, mediaTypes))
  t.test('an update rejects', (t) => prove(t, proof, updates))
  t.test('order of checks', (t) => prove(t, proof, order))

  t.test('ModelState byte for byte', async (t) => {
    const { text } = await client('PUT /api/Users/asmith', { sends: JSON_TYPE, body: put('b', { UserGroupName: 'x' }) })
    t.equal(
      text,
      `{"Message":"The request is invalid.","ModelState":{"userDefinition.Username":["${NOT_EDITABLE}"],"userDefinition.UserGroupName":["${NO_GROUP}"]}}`,
      'the whole body'
    )
  })

  t.test('POST of an unknown group', async (t) => {
    const { status, text } = await client('POST /api/Users', {
      sends: JSON_TYPE,
      body: put('new', { UserGroupName: 'x' })
    })
    t.strictSame([status, JSON.parse(text)], [400, invalid({ UserGroupName: [NO_GROUP] })], 'the response')
    t.strictSame(JSON.parse((await client('GET /api/Users/new')).text), noUser('new'), 'no account was created')
  })

  t.test('accepted definitions', async (t) => {
    for (const [rule, body, stored] of accepted) {
      await mock.reset()
      const { status } = await client('POST /api/Users', { sends: JSON_TYPE, body })
      const { text } = await client('GET /api/Users/new')
      const user = JSON.parse(text)
      t.strictSame([status, { ...user, ...stored }], [204, user], rule)
    }
  })

  t.test('the last of several usernames names the account', async (t) => {
    const body = '{"username":"a","Username":"b","username":"c","DisplayName":"x","UserGroupName":"Operators"}'
    t.equal((await client('POST /api/Users', { sends: JSON_TYPE, body })).status, 204, 'the create')
    const found = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => (await client(`GET /api/Users/${name}`)).status)
    )
    t.strictSame(found, [404, 404, 200], 'only the last name exists')
  })

  t.test('types of a JSON body', async (t) => {
    for (const type of JSON_TYPES) {
      await mock.reset()
      const { status } = await client('POST /api/Users', { sends: { 'content-type': type }, body: definition() })
      t.equal(status, 204, type)
    }
  })
}
