import type { Test } from 'tap'
import { ADA, CONTACTS, mockFor } from './contacts.ts'

/** Requests to the added API, and its credentials. */
export async function calls(t: Test): Promise<void> {
  t.test('the example: list, create, read, delete', async (t) => {
    const { send } = await mockFor(t)
    const created = { id: 'c2', name: 'Alan Turing', email: 'alan@example.com' }
    const rows: [call: string, body: object | string | undefined, status: number, json: unknown][] = [
      [`GET ${CONTACTS}`, undefined, 200, [ADA, { id: 'c3', name: 'Grace Hopper', email: null }]],
      [`GET ${CONTACTS}/c1`, undefined, 200, ADA],
      [`POST ${CONTACTS}`, { name: 'Alan Turing', email: 'alan@example.com' }, 201, created],
      [`POST ${CONTACTS}`, { name: 'Kurt' }, 201, { id: 'c4', name: 'Kurt', email: null }],
      [`DELETE ${CONTACTS}/c4`, undefined, 204, false],
      [`POST ${CONTACTS}`, { name: 'Kurt' }, 201, { id: 'c5' }],
      [`GET ${CONTACTS}/c4`, undefined, 404, { code: 'contact_not_found', message: "no contact has the id 'c4'" }],
      [`DELETE ${CONTACTS}/c4`, undefined, 404, { code: 'contact_not_found' }],
      [`POST ${CONTACTS}`, { name: 'Ada', email: 'ADA@example.com' }, 409, { code: 'email_taken' }],
      [`POST ${CONTACTS}`, {}, 422, { message: '/name: required field is missing' }],
      [`POST ${CONTACTS}`, { name: 'x', mail: 'x' }, 422, { message: /^\/mail: unknown field 'mail'/ }],
      [`POST ${CONTACTS}`, '{"name"', 400, { message: /^the body is not valid JSON/ }],
      [`POST ${CONTACTS}`, undefined, 400, { code: 'invalid_request' }],
      [`GET ${CONTACTS}/%ff`, undefined, 400, { message: 'the path is not percent-encoded UTF-8' }],
      ['GET /contacts-api/nothing', undefined, 404, { message: 'unknown path: /contacts-api/nothing' }],
      [`PUT ${CONTACTS}`, { name: 'x' }, 405, { message: 'PUT is not allowed here: use GET, POST' }]
    ]
    for (const [call, body, status, json] of rows) {
      const response = await send(call, body)
      t.equal(response.status, status, `${call}: status`)
      t.match(response.json, json, `${call}: body`)
      if (response.text !== '')
        t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8', `${call}: type`)
    }
    const large = await mockFor(t, { bodyLimit: 10 })
    t.match(
      await large.send(`POST ${CONTACTS}`, { name: 'too long' }),
      { status: 413, json: { code: 'body_too_large' } },
      'large body'
    )
  })

  t.test('401 without a valid bearer token; other APIs keep their own credentials', async (t) => {
    const { mock, send } = await mockFor(t)
    const rows: [string, Record<string, string>, number][] = [
      ['no header', {}, 401],
      ['unknown token', { authorization: 'Bearer other' }, 401],
      ['other scheme', { authorization: 'Basic secret-token' }, 401],
      ['no scheme', { authorization: 'secret-token' }, 401],
      ['credentials of another API', { token: 'test-token' }, 401],
      ['scheme in lower case', { authorization: 'bearer secret-token' }, 200],
      ['unknown token for a sandbox', { authorization: 'Bearer other@w9' }, 401]
    ]
    for (const [name, headers, status] of rows)
      t.equal((await send(`GET ${CONTACTS}`, undefined, headers)).status, status, name)
    t.equal((await send('GET /contacts-api/nothing', undefined, {})).status, 401, 'unknown path')
    t.equal((await send(`GET ${CONTACTS}`, undefined, {})).headers.get('www-authenticate'), 'Bearer', 'challenge')
    t.strictSame(
      mock.credentials,
      {
        atrium: { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' },
        atms: { token: 'test-token' },
        contacts: { Authorization: 'Bearer secret-token' }
      },
      'mock.credentials'
    )
    t.equal((await send('GET /users', undefined, { ...mock.credentials['atrium'] })).status, 200, 'Atrium')
    t.equal((await send('GET /api/Users', undefined, { ...mock.credentials['atms'] })).status, 200, 'ATMS')
    t.equal((await send('GET /users')).status, 401, 'Atrium does not accept the token')
    t.equal((await send('GET /api/Users')).status, 401, 'the ATMS does not accept the token')
    t.match((await send('GET /nothing')).json, { error: { type: 'not_found' } }, 'unknown paths stay with Atrium')
  })

  t.test('its records can be changed through the control API', async (t) => {
    const { send } = await mockFor(t)
    const list = '/__admin/records/contacts/contacts'
    t.match((await send(`GET ${list}?q=ADA@`)).json, { records: [{ key: 'c1', record: ADA }] }, 'search')
    const added = await send(`POST ${list}`, { id: 'c9', name: 'Kurt' })
    t.match(added, { status: 201, json: { key: 'c9', record: { email: null } } }, 'add')
    const taken = await send(`PUT ${list}/c9`, { name: 'Kurt', email: 'ADA@example.com' })
    t.match(taken, { status: 422, json: { errors: [{ source: { pointer: '/email' } }] } }, 'a unique value')
    t.equal((await send(`DELETE ${list}/c9`)).status, 200, 'remove')
    t.equal((await send(`GET ${CONTACTS}/c9`)).status, 404, 'it is gone')
    t.match(
      (await send('GET /__admin/records/contacts/tokens')).json,
      { records: [{ record: 'secret-token' }] },
      'bare'
    )
  })
}
