import { readFileSync } from 'node:fs'
import t from 'tap'
import { betweenMarks } from '../scripts/openapi/between-marks.ts'
import { certaintyTable, rulesOf } from '../scripts/openapi/certainty.ts'
import { completeDocument } from '../scripts/openapi/complete-document.ts'
import { generatedFiles } from '../scripts/openapi/generated-files.ts'
import type { Operation } from '../src/api/operation.ts'
import { atms } from '../src/apis/atms/openapi.ts'
import { startMock } from '../src/index.ts'
import { adminStory } from './clients/admin.ts'
import { atmsStory } from './clients/atms.ts'
import { atriumStory } from './clients/atrium.ts'
import { clientTypes } from './clients/client-types.ts'
import { watchAnswers } from './support/conformance.ts'
import { knownDifferences } from './support/known-differences.ts'
import { mockFor } from './support/mock.ts'
import { Published } from './support/published.ts'

t.test('the committed documents are what the routes say now', async (t) => {
  const files = await generatedFiles()
  for (const [path, text] of [...files, ...(await clientTypes(files))]) {
    t.equal(readFileSync(path, 'utf8'), text, `${path}: npm run specs writes it`)
  }
})

t.test('an answer that is not as published is noticed', async (t) => {
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
  t.strictSame(published.problems(good), [])
  const { etag: _, ...untagged } = good.headers
  const wrong: Record<string, object> = {
    'another status': { status: 201 },
    'a header less': { headers: untagged },
    'a header more': { headers: { ...good.headers, server: 'nginx' } },
    'a malformed header': { headers: { ...good.headers, 'x-runtime': '1' } },
    'another type': { headers: { ...good.headers, 'content-type': 'text/html' } },
    'a member more': { body: JSON.stringify({ user: { ...user, name: 'x' } }) },
    'a member less': { body: '{"user":{}}' },
    'a body where there is none': { method: 'DELETE', status: 204, headers: untagged, body: '{}' },
    'a wrong verb without Allow': {
      method: 'PATCH',
      status: 405,
      body: '{"error":{"message":"","status":"","type":""}}'
    },
    'an error in no shape': { path: '/nothing', status: 404, body: 'Not found' }
  }
  for (const [what, change] of Object.entries(wrong)) t.not(published.problems({ ...good, ...change }).length, 0, what)
})

t.test('a test whose mock answers otherwise than published fails', async (t) => {
  const mock = await startMock({ cors: '*' })
  const conformance = watchAnswers(mock.port, () => false)
  const preflight = { origin: 'http://a.example', 'access-control-request-method': 'GET' }
  await fetch(`${mock.url}/users`, { headers: mock.credentials.atrium })
  await fetch(`${mock.url}/users`, { method: 'OPTIONS', headers: preflight })
  await mock.close()
  t.match(conformance.end(), [/^OPTIONS \/users answered 204: .*status 204/])
})

t.test('every known difference is still there, and what it covers', async (t) => {
  for (const { reason, shown, covers } of knownDifferences) {
    const mock = await startMock(shown.options)
    const [all, uncovered] = [watchAnswers(mock.port, () => false), watchAnswers(mock.port, covers)]
    await fetch(`${mock.url}${shown.path}`, shown.request)
    await mock.close()
    t.not(all.end().length, 0, `needed: ${reason}`)
    t.strictSame(uncovered.end(), [], 'covers no less')
  }
})

t.test('/docs shows the published documents, with what it takes to try them', async (t) => {
  const { url } = await mockFor(t)
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`${url}${path}`, { method })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const page = await get('/docs')
  t.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
  const asked = [...page.text.matchAll(/"(\/docs\/[^"]+)"/g)].map(([, path = '']) => path)
  const offered = [...page.text.matchAll(/'(\/docs\/[^']+\.json)'/g)].map(([, path = '']) => path)
  t.equal(asked.length, 4)
  for (const path of asked) t.equal((await get(path)).status, 200, path)
  t.strictSame(offered, ['/docs/atrium.json', '/docs/atms.json', '/docs/admin.json'])
  for (const path of offered) {
    t.equal((await get(path)).text, readFileSync(path.replace('/docs', 'specs'), 'utf8'), path)
  }
  t.match(page.text, '{"apiKey":"test-api-key","clientId":"test-client-id","token":"test-token"}')
  t.equal((await get('/docs/', 'HEAD')).status, 200, 'with a slash at the end')
  t.strictSame(JSON.parse((await get('/docs/nothing.json')).text), {
    error: "there is no document 'nothing.json'",
    documents: ['/docs/atrium.json', '/docs/atms.json', '/docs/admin.json', '/docs/fixture.schema.json']
  })
  for (const name of ['constructor', '__proto__']) t.equal((await get(`/docs/${name}`)).status, 404, name)
  t.equal((await get('/docs/..%2Fpackage.json')).status, 404, 'no way out of the folder')
  const posted = await get('/docs', 'POST')
  t.equal(posted.status, 405)
  t.equal(posted.headers.get('allow'), 'GET, HEAD')
})

t.test('/docs has no credentials to fill in where there are none', async (t) => {
  const mock = await mockFor(t)
  const state = { atrium: { credentials: [{ apiKey: '</script>', clientId: 'x' }], users: [] } }
  await fetch(`${mock.url}/__admin/state`, { method: 'PUT', body: JSON.stringify(state) })
  const page = await fetch(`${mock.url}/docs`)
  t.match(await page.text(), '{"apiKey":"\\u003c/script>","clientId":"x"}')
  await fetch(`${mock.url}/__admin/state`, { method: 'PUT', body: '{}' })
  t.match(await (await fetch(`${mock.url}/docs`)).text(), 'const credentials = {}')
})

t.test('a client that is generated from each document does the main story', async (t) => {
  await t.test('Atrium', atriumStory)
  await t.test('ATMS', atmsStory)
  await t.test('control API', adminStory)
})

t.test('the table of certainty is made of the prose, between two marks of a page', async (t) => {
  const markdown = '# T\n\n- **A thing:** is `a|b`. *[decided]*\n- Another is so. *[recorded]*\n'
  const table = certaintyTable([{ title: 'T', markdown }])
  t.match(table, '| T | 2 | 1 |  |  |  |  | 1 |\n')
  t.match(table, '| **A thing:** is `a\\|b`. | open: decided for the mock |\n')
  t.notMatch(table, 'Another')
  const page = 'before\n<!-- certainty -->\nold\n<!-- /certainty -->\nafter\n'
  t.equal(betweenMarks(page, 'certainty', 'new'), 'before\n<!-- certainty -->\n\nnew\n<!-- /certainty -->\nafter\n')
  t.equal(betweenMarks('no marks\n', 'certainty', 'new'), 'no marks\n')
  t.throws(() => rulesOf({ title: 'T', markdown: '- A rule. *[guessed]*' }), /T: a rule without its evidence: - A rule/)
  t.throws(() => rulesOf({ title: 'T', markdown: '- A rule.' }), /without its evidence/)
})

t.test('a route that is not published is noticed, and a publication without a route', async (t) => {
  const source = { ...atms, operations: { nothing: atms.operations['list_users'] as Operation } }
  const generated = { paths: { '/api/Users': { get: { operationId: 'list_users' } } } }
  t.throws(() => completeDocument(source, '1', generated), /get \/api\/Users has no published operation 'list_users'/)
  t.throws(() => completeDocument(source, '1', { paths: {} }), /no route for nothing/)
})

t.test('a route that says all of its operation itself needs nothing beside it', async (t) => {
  const schema = { type: 'object' }
  const own = { summary: 'Find', responses: { 200: { description: 'Default Response', schema } } }
  const paths = {
    '/__admin/near-misses/{id}': { post: own, head: own },
    '/__admin/settings': { get: { summary: 'Read' } }
  }
  const document = completeDocument({ ...atms, operations: {} }, '1', { paths })
  t.match(document, {
    paths: {
      '/__admin/near-misses/{id}': {
        post: {
          operationId: 'post_near_misses_by_id',
          tags: ['near_misses'],
          responses: { 200: { description: 'OK', schema }, 401: { $ref: '#/components/responses/Unauthorized' } }
        }
      },
      '/__admin/settings': { get: { operationId: 'get_settings' } }
    }
  })
})
