import type { Test } from 'tap'
import { atmsFor, definition, JSON_TYPE } from '../../support/atms.ts'

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

export async function acceptedDefinitions(t: Test): Promise<void> {
  const { client, mock } = await atmsFor(t)
  t.test('are stored as Json.NET reads them', async (t) => {
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
}
