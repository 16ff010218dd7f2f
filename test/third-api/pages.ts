import type { Test } from 'tap'
import { openApiDocuments } from '../../scripts/openapi/documents.ts'
import { startMessage } from '../../src/cli/banner.ts'
import { all, CONTACTS, sendTo, startedFor } from './contacts.ts'

/** Where the mock shows its APIs. */
export async function pages(t: Test): Promise<void> {
  t.test('the banner, the start page, /docs, CORS and the OpenAPI document include the API', async (t) => {
    const started = await startedFor(t, { cors: 'https://app.example', contactLimit: 2 })
    const send = sendTo(started.mock.url)
    const banner = startMessage(started, all, { host: 'localhost' })
    t.match(banner, `http://localhost:${started.mock.port}${CONTACTS}  Authorization: Bearer secret-token\n`, 'banner')
    t.match(banner, '7 Atrium users, 3 user groups, 6 ATMS users, 2 contacts', 'counts in the banner')
    t.match((await send('GET /')).json, { atrium: '/users', atms: '/api/Users', contacts: CONTACTS }, 'start page')
    const page = (await send('GET /docs/api')).text
    t.match(page, '{"name":"Contacts","url":"/docs/contacts.json"}', 'list of documents')
    t.match(
      page,
      '"atms":{"token":"test-token"},"contacts":{"token":"secret-token"}',
      'credentials for trying requests'
    )
    t.match(
      await send('GET /docs/contacts.json'),
      { status: 404, json: { error: "unknown document 'contacts.json'" } },
      'before `npm run specs`'
    )
    const limited = await send(`POST ${CONTACTS}`, { name: 'x' })
    t.match(limited, { status: 422, json: { code: 'limit_reached' } }, 'an option of the API')
    const preflight = { origin: 'https://app.example', 'access-control-request-method': 'POST' }
    t.equal((await send(`OPTIONS ${CONTACTS}`, undefined, preflight)).status, 204, 'preflight')

    const { contacts: document } = await openApiDocuments(all, {})
    t.match(
      document,
      {
        info: { title: 'Contacts' },
        security: [{ token: [] }],
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
        paths: {
          [CONTACTS]: {
            get: { operationId: 'list_contacts', responses: { 200: {}, 401: {} } },
            post: { requestBody: { content: { 'application/json': { schema: { required: ['name'] } } } } }
          },
          [`${CONTACTS}/{id}`]: {
            get: { parameters: [{ name: 'id', in: 'path' }] },
            delete: { responses: { 204: {} } }
          }
        }
      },
      'OpenAPI document'
    )
  })
}
