import type { Test } from 'tap'
import { atriumFor, ENABLED, JSON_TYPE } from '../support/atrium.ts'
import { BAD_BODIES } from '../support/bad-input.ts'
import { prove, type Row } from '../support/table.ts'

const TOO_LARGE = 'ten megabytes'

const bodies: Row[] = ['POST /users', `PUT /users/${ENABLED}`, 'PUT /users/USR-1'].flatMap((call) =>
  Object.entries(BAD_BODIES).map(([what, body]) => ({
    rule: `${call}: ${what}`,
    call,
    sends: JSON_TYPE,
    body,
    status: what === TOO_LARGE ? 413 : 400
  }))
)

const ignored: Row[] = Object.entries(BAD_BODIES).flatMap(([what, body]) => [
  { rule: `GET /users: ${what}`, call: 'GET /users', sends: JSON_TYPE, body, status: 200 },
  { rule: `PATCH /users: ${what}`, call: 'PATCH /users', sends: JSON_TYPE, body, status: 405 },
  { rule: `POST /nothing: ${what}`, call: 'POST /nothing', sends: JSON_TYPE, body, status: 404 },
  { rule: `POST of a real route: ${what}`, call: 'POST /institutions', sends: JSON_TYPE, body, status: 501 },
  {
    rule: `DELETE: ${what}`,
    call: `DELETE /users/${ENABLED}`,
    sends: JSON_TYPE,
    body,
    ...(what === TOO_LARGE ? { status: 413 } : { status: 204, changes: true })
  }
])

export async function badInput(t: Test): Promise<void> {
  const proof = await atriumFor(t)
  t.test('bodies that are read', (t) => prove(t, proof, bodies))
  t.test('bodies that are not read', (t) => prove(t, proof, ignored))
}
