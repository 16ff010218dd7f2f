import { readFileSync } from 'node:fs'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Type } from '@sinclair/typebox'
import { build } from 'esbuild'
import t from 'tap'
import { openApiDocuments } from '../scripts/openapi/documents.ts'
import { generatedFiles } from '../scripts/openapi/generated-files.ts'
import type { PublishedApi } from '../scripts/openapi/published-api.ts'
import { example, type Operation } from '../src/api/operation.ts'
import { docs as atmsDocs } from '../src/apis/atms/openapi.ts'
import { startMock } from '../src/index.ts'
import { adminScenario } from './clients/admin.ts'
import { atmsScenario } from './clients/atms.ts'
import { atriumScenario } from './clients/atrium.ts'
import { certainty } from './specs/certainty.ts'
import { contentSecurity, escapedCredentials, hiddenCredentials, servedPage } from './specs/docs-page.ts'
import { chaosFileSchema, fixtureFileSchema } from './specs/file-schemas.ts'
import { publishedSchemas } from './specs/for-clients.ts'
import { guide } from './specs/guide.ts'
import { markdownFaults, markdownFiles } from './specs/markdown-files.ts'
import { servedDocuments } from './specs/served-documents.ts'
import { troubleshootingTest } from './specs/troubleshooting.ts'
import { watchResponses } from './support/conformance.ts'
import { knownDifferences } from './support/known-differences.ts'
import { Published } from './support/published.ts'

t.test('the committed documents match the routes', async (t) => {
  for (const [path, text] of await generatedFiles()) {
    t.equal(readFileSync(path, 'utf8'), text, `${path} is up to date (npm run specs)`)
  }
})

t.test('the headings of the troubleshooting page are messages of the program', troubleshootingTest)

t.test('a response that differs from its documentation is reported', async (t) => {
  const published = new Published('atrium')
  const guid = 'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134'
  const user = { guid, is_disabled: false, metadata: null, identifier: null }
  const good = {
    method: 'GET',
    path: `/users/${guid}`,
    status: 200,
    headers: {
      'content-type': 'application/vnd.mx.atrium.v1+json; charset=utf-8',
      etag: 'W/"610732839f4d0be084073be7e774b704"',
      'cache-control': 'max-age=0, private, must-revalidate',
      'x-request-id': '0'.repeat(32),
      'x-runtime': '0.000001'
    },
    body: JSON.stringify({ user })
  }
  t.strictSame(published.problems(good), [], 'a documented response')
  const { etag: _, ...untagged } = good.headers
  const wrong: Record<string, object> = {
    'another status': { status: 201 },
    'a missing header': { headers: untagged },
    'an unknown header': { headers: { ...good.headers, server: 'nginx' } },
    'a malformed header': { headers: { ...good.headers, 'x-runtime': '1' } },
    'another type': { headers: { ...good.headers, 'content-type': 'text/html' } },
    'an unknown field': { body: JSON.stringify({ user: { ...user, name: 'x' } }) },
    'a missing field': { body: '{"user":{}}' },
    'an undocumented body': { method: 'DELETE', status: 204, headers: untagged, body: '{}' },
    'a 405, which Rails does not have': {
      method: 'PATCH',
      status: 405,
      body: '{"error":{"message":"","status":"","type":""}}'
    },
    'an error that is not JSON': { path: '/nothing', status: 404, body: 'Not found' }
  }
  for (const [what, change] of Object.entries(wrong)) t.not(published.problems({ ...good, ...change }).length, 0, what)
})

t.test('a test fails if its mock sends an undocumented response', async (t) => {
  const mock = await startMock({ cors: '*' })
  const conformance = watchResponses(mock.port, () => false)
  const preflight = { origin: 'http://a.example', 'access-control-request-method': 'GET' }
  await fetch(`${mock.url}/users`, { headers: { ...mock.credentials['atrium'] } })
  await fetch(`${mock.url}/users`, { method: 'OPTIONS', headers: preflight })
  await mock.close()
  t.match(conformance.end(), [/^OPTIONS \/users responded with 204: .*status 204/], 'the preflight')
})

t.test('every known difference still exists, and covers the whole difference', async (t) => {
  for (const { reason, example, covers } of knownDifferences) {
    const mock = await startMock(example.options)
    const [all, uncovered] = [watchResponses(mock.port, () => false), watchResponses(mock.port, covers)]
    await fetch(`${mock.url}${example.path}`, example.request)
    await mock.close()
    t.not(all.end().length, 0, `still needed: ${reason}`)
    t.strictSame(uncovered.end(), [], `covers the whole difference: ${reason}`)
  }
})

t.test('/docs/api serves the documents, and prefills valid credentials', servedPage)
t.test('/docs/api escapes credentials, and prefills none if there are none', escapedCredentials)
t.test('/docs/api runs only Swagger UI, and not in a frame', contentSecurity)
t.test('/docs/api shows no credentials if the control API is closed', hiddenCredentials)
t.test('every document is served as JSON and as YAML, in OpenAPI 3.1 and 3.0', servedDocuments)

t.test('/docs serves the guide', guide)
t.test('Markdown files: links, anchors, lengths, languages of code blocks', markdownFiles)
t.test('faults in Markdown files are found', markdownFaults)

t.test('the schema of fixture files', fixtureFileSchema)
t.test('the schema of chaos profiles', chaosFileSchema)

t.test('published schemas', publishedSchemas)

t.test('clients generated from the documents pass the main scenarios', async (t) => {
  await t.test('Atrium', atriumScenario)
  await t.test('ATMS', atmsScenario)
  await t.test('control API', adminScenario)
})

t.test('the certainty table is generated from the prose and written between marks', certainty)

/** A small API without documentation. */
const contacts: PublishedApi = {
  name: 'contacts',
  title: 'Contacts',
  prefix: '/crm',
  credential: { headers: { Authorization: 'token' }, scheme: 'Bearer' },
  async plugin(app) {
    const Contact = Type.Object({ id: Type.Integer(), name: Type.String() })
    app.get('/contacts', { schema: { response: { 200: Type.Array(Contact) } } }, () => [])
    app.post(
      '/contacts',
      { schema: { summary: 'Create a contact', tags: ['people'], body: Contact, response: { 201: Contact } } },
      () => undefined
    )
    app.delete('/contacts/:id', { schema: { response: { 204: Type.Null() } } }, () => undefined)
    app.head('/contacts', () => undefined)
  }
}

t.test('an API without documentation gets a valid document from its routes', async (t) => {
  const { contacts: document } = await openApiDocuments([contacts], {})
  const list = {
    operationId: 'get_contacts',
    summary: 'GET /crm/contacts',
    tags: ['contacts'],
    responses: { 200: { description: 'OK', content: { 'application/json': { schema: { type: 'array' } } } } }
  }
  const create = {
    operationId: 'post_contacts',
    summary: 'Create a contact',
    tags: ['people'],
    requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
    responses: { 201: { description: 'Created' }, 401: { description: 'Unauthorized' } }
  }
  const remove = {
    operationId: 'delete_contacts_by_id',
    parameters: [{ in: 'path', name: 'id' }],
    responses: { 204: { description: 'No Content' } }
  }
  t.match(document, { info: { title: 'Contacts' } }, 'the title of the document is that of the API')
  t.match(document, { paths: { '/crm/contacts': { get: list } } }, 'an operation is named after its method and path')
  t.match(document, { paths: { '/crm/contacts': { post: create } } }, 'the summary and tags of a route are kept')
  t.match(document, { paths: { '/crm/contacts/{id}': { delete: remove } } }, 'a path parameter needs no schema')
  t.notMatch(document, { paths: { '/crm/contacts': { head: {} } } }, 'HEAD is documented by GET')
  t.match(
    document,
    { security: [{ token: [] }], components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } } },
    'the credential is required'
  )
  const config = await createConfig({ extends: ['recommended'], rules: { 'no-server-example.com': 'off' } })
  t.strictSame(await lintFromString({ source: JSON.stringify(document), config }), [], 'Redocly finds no problem')
})

t.test('credentials in other headers are API keys, and required together', async (t) => {
  const credential = { headers: { 'X-Key': 'key', 'X-Secret': 'secret' } }
  const open = { name: 'open', title: 'Open', prefix: '', plugin: contacts.plugin }
  const { contacts: document, open: withoutCredential } = await openApiDocuments(
    [{ ...contacts, credential }, open],
    {}
  )
  t.match(
    document,
    {
      security: [{ key: [], secret: [] }],
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' }, secret: {} } }
    },
    'two headers'
  )
  t.match(withoutCredential, { security: [], components: { securitySchemes: {} } }, 'no credential')
})

t.test('routes and documentation that do not match are reported', async (t) => {
  const responses = { 200: { description: 'Contacts.' } }
  const list = { tags: ['contacts'] as const, summary: 'List contacts', responses }
  const document = (operationId: string, operation: Operation, response?: object) => {
    const api: PublishedApi = {
      ...contacts,
      async plugin(app) {
        app.get('/contacts', { schema: { operationId: 'list', ...(response && { response }) } }, () => [])
      }
    }
    return openApiDocuments([api], { contacts: { ...atmsDocs, operations: { [operationId]: operation } } })
  }
  const { contacts: matching } = await document('list', list, { 200: Type.Array(Type.String()) })
  t.match(
    matching,
    { paths: { '/crm/contacts': { get: { responses: { 200: { content: { 'application/json': {} } } } } } } },
    'the schema of the route is published'
  )
  await t.rejects(
    document('other', list),
    /missing documentation of get \/crm\/contacts \(operationId 'list'\)/,
    'route'
  )
  const undeclared = { ...list, responses: { 200: { ...responses[200], examples: example('None.', []) } } }
  await t.rejects(document('list', undeclared), /list, 200: examples, but the route declares no body/, 'example')
  const created = { 200: Type.String(), 201: Type.String() }
  await t.rejects(document('list', list, created), /list: missing documentation of the response 201/, 'response')
  const unused = { ...atmsDocs, operations: { list } }
  const none = { ...contacts, plugin: async () => undefined }
  await t.rejects(openApiDocuments([none], { contacts: unused }), /contacts: missing routes: list/, 'documentation')
})

t.test('neither the program nor the library contains documentation or its generator', async (t) => {
  const { metafile } = await build({
    entryPoints: ['src/cli/main.ts', 'src/index.ts'],
    outdir: 'unused',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true
  })
  const files = Object.keys(metafile.inputs)
  t.ok(files.includes('src/apis/atms/schemas.ts'), 'the bundle contains the APIs')
  const documentation = /openapi|^src\/api\/operation\.ts$|^scripts\//
  t.strictSame(
    files.filter((file) => documentation.test(file)),
    [],
    'files of the documentation'
  )
})
