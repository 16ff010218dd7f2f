import type { Test } from 'tap'
import { atmsFor, definition, JSON_TYPE } from '../support/atms.ts'
import { BAD_BODIES } from '../support/bad-input.ts'
import { prove, type Row } from '../support/table.ts'

const TOO_LARGE = 'ten megabytes'

const rows: Row[] = Object.entries(BAD_BODIES).flatMap(([what, body]) => [
  ...['POST /api/Users', 'PUT /api/Users/asmith', 'PUT /api/Users/nobody'].map((call) => ({
    rule: `${call}: ${what}`,
    call,
    sends: JSON_TYPE,
    body,
    ...(what === TOO_LARGE
      ? { status: 413, answer: { Message: 'The request entity is larger than 1048576 bytes.' } }
      : { status: 400 })
  })),
  ...['POST /api/Users', 'PUT /api/Users/asmith'].map((call) => ({
    rule: `${call}: ${what}, as text`,
    call,
    sends: { 'content-type': 'text/plain' },
    body,
    status: 415
  })),
  { rule: `GET: ${what}`, call: 'GET /api/Users', sends: JSON_TYPE, body, status: 200 },
  { rule: `PATCH: ${what}`, call: 'PATCH /api/Users', sends: JSON_TYPE, body, status: 405 },
  { rule: `unknown path: ${what}`, call: 'POST /api/Nope', sends: JSON_TYPE, body, status: 404 },
  { rule: `DELETE: ${what}`, call: 'DELETE /api/Users/nobody', sends: JSON_TYPE, body, status: 404 },
  { rule: `disable: ${what}`, call: 'PUT /api/Users/nobody/disable', sends: JSON_TYPE, body, status: 404 }
])

export async function badInput(t: Test): Promise<void> {
  const proof = await atmsFor(t)
  t.test('bad bodies', (t) => prove(t, proof, rows))

  t.test('a long text among keys in two cases', async (t) => {
    const { client } = await atmsFor(t, { bodyLimit: 64 * 1024 * 1024 })
    const body = definition({ username: 'long', DisplayName: `${'\\x"'.repeat(3_000_000)}` })
    t.equal((await client('POST /api/Users', { sends: JSON_TYPE, body })).status, 204)
    t.equal((await client('GET /api/Users/long')).status, 200)
  })
}
