import type { Exchange } from '../../../rules/exchange.ts'
import { definitionOf, hasManyValues, STATUS } from './faults.ts'
import type { AtmsObservations, AtmsRule } from './observations.ts'
import { hasOtherKeys, hasOtherTypes, isWrite } from './requests.ts'
import { anyGroup, call, create, doneStatus, isFaultless, post, reports } from './steps.ts'

const done = (exchange: Exchange, before: AtmsObservations) => ({ status: doneStatus(exchange, before) })
const REQUIRED = 'field is required.'
const UNREADABLE = 'An error has occurred.'
const VALID = '"Username":"{{unique}}","DisplayName":"{{unique}}","UserGroupName":"{{group}}"'

/** A body that is accepted. */
const isAccepted = (exchange: Exchange, before: AtmsObservations): boolean =>
  isWrite(exchange) && exchange.request.body !== '' && isFaultless(exchange, before)

/** A body that is rejected with a message like this. */
const says = (message: string) => (exchange: Exchange, before: AtmsObservations) =>
  reports('shape')(exchange, before) &&
  !hasManyValues(exchange) &&
  JSON.stringify(definitionOf(exchange).problems).includes(message)

const listsProblems = (exchange: Exchange) => ({
  status: STATUS.shape,
  json: { Message: 'The request is invalid.', ModelState: definitionOf(exchange).problems }
})

/** What the account of the case must look like afterwards. */
const then = (json: Readonly<Record<string, string | boolean | null>>) => ({ ...call('GET'), expect: { json } })

export const bodies: readonly AtmsRule[] = [
  {
    id: 'atms.bodies.keys',
    subject: 'Keys',
    text: 'are case-insensitive, the last of duplicate keys wins, and unknown fields are ignored, including `IsAccountDisabled`.',
    evidence: 'framework',
    applies: (exchange, before) => isAccepted(exchange, before) && hasOtherKeys(exchange),
    expected: done,
    dependsOn: ['atms.routes.no-content', 'atms.responses.fields'],
    cases: [
      {
        name: 'a key in another case, twice, and an unknown one',
        given: [anyGroup],
        steps: [
          post(`{${VALID},"phone":"1","PHONE":"2","IsAccountDisabled":true}`),
          then({ Phone: '2', IsAccountDisabled: false })
        ]
      }
    ]
  },
  {
    id: 'atms.bodies.json-net',
    subject: 'JSON is read as Json.NET 6 reads it,',
    text: "which accepts single quotes, unquoted keys, trailing commas, comments, line breaks and tabs in strings, `\\'`, `NaN`, `.5`, `5.`, hexadecimal and octal numbers, up to 256 levels, and whatever follows the object.",
    evidence: 'framework',
    applies: (exchange, before) => isAccepted(exchange, before) && exchange.sent === undefined,
    expected: done,
    dependsOn: ['atms.routes.no-content', 'atms.responses.fields'],
    cases: [
      {
        name: 'single quotes, an unquoted key, a comment and a comma at the end',
        given: [anyGroup],
        steps: [post(`{${VALID},Phone:'a\\'b',/**/}x`), then({ Phone: "a'b" })]
      }
    ]
  },
  {
    id: 'atms.bodies.values',
    subject: 'The number of values',
    text: 'in a body is at most 50,000; more are a 400. They would delay other requests.',
    evidence: 'assumed',
    applies: (exchange, before) => isWrite(exchange) && reports('shape')(exchange, before) && hasManyValues(exchange),
    expected: () => ({ status: STATUS.shape }),
    mockOnly: 'it protects the mock',
    cases: [{ name: '50,001 values', given: [anyGroup], steps: [post(`{${VALID},"x":[${'0,'.repeat(50_000)}0]}`)] }]
  },
  {
    id: 'atms.bodies.text',
    subject: 'Numbers and booleans',
    text: 'in a text field become text (`True`), and nothing is trimmed. An integer keeps every digit, of any length; other numbers are written with up to 15 digits (`1.0` as `1`, `1e21` as `1E+21`). A number beyond a double, such as `1e400`, is a 400.',
    evidence: 'framework',
    applies: (exchange, before) => isAccepted(exchange, before) && hasOtherTypes(exchange),
    expected: done,
    dependsOn: ['atms.routes.no-content', 'atms.responses.fields'],
    cases: [
      {
        name: 'a number and a boolean',
        given: [anyGroup],
        steps: [
          create({ Phone: true, Email: 12345678901234567000 }),
          then({ Phone: 'True', Email: '12345678901234567000' })
        ]
      }
    ]
  },
  {
    id: 'atms.bodies.encoding',
    subject: 'The encoding',
    text: 'is UTF-8, unless the body has another byte order mark or its type says `charset=utf-16`.',
    evidence: 'framework',
    applies: (exchange, before) => isAccepted(exchange, before) && /^\ufeff|[^\0-\x7f]/.test(exchange.request.body),
    expected: done,
    dependsOn: ['atms.routes.no-content', 'atms.responses.fields'],
    cases: [
      {
        name: 'a byte order mark',
        given: [anyGroup],
        steps: [post(`\ufeff{${VALID},"Phone":"é𝄞"}`), then({ Phone: 'é𝄞' })]
      }
    ]
  },
  {
    id: 'atms.bodies.required',
    subject: 'Required fields',
    text: '(`Username`, `DisplayName`, `UserGroupName`) that are missing, null or blank are a 400 that lists all of them in `ModelState`.',
    evidence: 'framework',
    applies: says(REQUIRED),
    expected: listsProblems,
    dependsOn: ['atms.errors.body'],
    cases: [
      {
        name: 'missing, null and blank',
        steps: [{ request: 'POST /api/Users', body: { DisplayName: null, UserGroupName: ' ' } }]
      }
    ]
  },
  {
    id: 'atms.bodies.unreadable',
    subject: 'An unreadable body',
    text: 'is a 400 with `An error has occurred.` in `ModelState`.',
    evidence: 'framework',
    applies: says(UNREADABLE),
    expected: listsProblems,
    dependsOn: ['atms.errors.body'],
    cases: [{ name: 'a list', steps: [post('[]')] }]
  },
  {
    id: 'atms.bodies.missing',
    subject: 'No body,',
    text: 'a blank one or `null` is a 400: a value is required.',
    evidence: 'assumed',
    applies: reports('missing'),
    expected: listsProblems,
    alternatives: [
      {
        id: '500',
        text: 'It is a 500 `An error has occurred.`, as if the code did not check for null.',
        expected: () => ({ status: 500, json: { Message: 'An error has occurred.' } })
      }
    ],
    dependsOn: ['atms.errors.body'],
    cases: ['', ' ', 'null'].map((body) => ({ name: body === '' ? 'no body' : `'${body}'`, steps: [post(body)] }))
  },
  {
    id: 'atms.bodies.type',
    subject: 'A body of another type',
    text: 'than `application/json` or `text/json` is a 415.',
    evidence: 'framework',
    applies: reports('type'),
    expected: () => ({ status: STATUS.type }),
    cases: [
      { name: 'another type', steps: [post('{}', 'text/plain')] },
      { name: 'no type', steps: [post('{}', null)] }
    ]
  }
]
