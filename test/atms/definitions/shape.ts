import type { Test } from 'tap'
import { atmsFor, definition, invalid, JSON_TYPE, NOT_PRESENT, REQUIRED, UNREADABLE } from '../../support/atms.ts'
import { testRows } from '../../support/table.ts'

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
  ['invalid JSON', '{"Username":', UNREADABLE_BODY],
  ['lenient JSON that is not an object', '[{},]', UNREADABLE_BODY],
  ['a number past a double', definition().replace('"New"', '1e400'), UNREADABLE_BODY],
  ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), UNREADABLE_BODY],
  ['null', 'null', NOT_PRESENT],
  ['null and blanks', ' null\n', NOT_PRESENT],
  ['blanks', ' \t\r\n', NOT_PRESENT],
  ['a byte order mark alone', '\ufeff', NOT_PRESENT]
]

/** Definitions of the wrong shape, for a create and for an update. */
export async function shape(t: Test): Promise<void> {
  const setup = await atmsFor(t)
  for (const call of ['POST /api/Users', 'PUT /api/Users/asmith']) {
    const rows = rejected.map(([rule, body, response]) => ({
      rule,
      call,
      sends: JSON_TYPE,
      body,
      status: 400,
      response
    }))
    t.test(`${call} rejects`, (t) => testRows(t, setup, rows))
  }
}
