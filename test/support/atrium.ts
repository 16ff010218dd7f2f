import { STATUS_CODES } from 'node:http'
import type { Test } from 'tap'
import { rules } from '../../src/apis/atrium/rules.ts'
import type { MockOptions } from '../../src/index.ts'
import { type ClientResponse, clientOf } from './client.ts'
import { mockFor } from './mock.ts'
import { type TestSetup, twinOf } from './table.ts'
import { watchRules } from './watched-rules.ts'

/** The user in the contract's recorded exchange, and the exact response. */
export const RECORDED = {
  guid: 'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134',
  etag: 'W/"610732839f4d0be084073be7e774b704"',
  body: String.raw`{"user":{"guid":"USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134","is_disabled":false,"metadata":"{\"first_name\": \"Steven\", \"favorite_color\": \"BLUE\"}","identifier":"32d355b8-e2b4-449a-ab5c-86946224e0f9"}}`
}
const TYPE = 'application/vnd.mx.atrium.v1+json; charset=utf-8'

/** A disabled and an enabled user of the default fixtures, and a guid that does not exist. */
export const DISABLED = 'USR-9297913c-7d88-3218-d4dd-c842fab7db71'
export const ENABLED = 'USR-ca9e493f-5e9f-c89e-962f-5868187b63f9'
export const NOBODY = 'USR-00000000-0000-0000-0000-000000000000'

export const JSON_TYPE = { 'content-type': 'application/json' }

/** A mock, a client with its credentials, and the checks for every response of Atrium. */
export async function atriumFor(t: Test, options: MockOptions = {}): Promise<TestSetup> {
  const watched = watchRules(t, rules)
  const mock = await mockFor(t, options)
  const credentials = mock.credentials.atrium
  const client = watched(clientOf(mock.url, credentials), credentials)
  return { mock, client, twin: twinOf(t, mock, credentials, options), brokenRules }
}

/** The body of an error. Its status is the HTTP reason phrase in snake case. */
export const errorOf = (status: string, type: string, message: string) => ({ error: { message, status, type } })

const REASON = /^[a-z]+(_[a-z]+)*$/

function brokenRules({ status, headers, text }: ClientResponse): string[] {
  const { message, ...machine } = status >= 400 && text !== '' ? JSON.parse(text).error : { message: 'x' }
  const reason = STATUS_CODES[status]?.toLowerCase().replaceAll(' ', '_')
  const rules: [string, boolean][] = [
    ['X-Request-Id: 32 lower-case hex', /^[0-9a-f]{32}$/.test(String(headers['x-request-id']))],
    [
      'X-Runtime: seconds, 6 decimals, not with a 304',
      /^\d+\.\d{6}$/.test(String(headers['x-runtime'])) !== (status === 304)
    ],
    [`Content-Type: ${TYPE}`, text === '' || headers['content-type'] === TYPE],
    ['an error has no ETag', status < 400 || headers.etag === undefined],
    ['an error has a message', typeof message === 'string' && message !== ''],
    ['status is the reason phrase in snake case', machine.status === undefined || machine.status === reason],
    ['type is in snake case', machine.type === undefined || REASON.test(machine.type)],
    ['an error has no other fields', Object.keys(machine).length === 0 || Object.keys(machine).join() === 'status,type']
  ]
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule)
}
