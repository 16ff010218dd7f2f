import { readFileSync } from 'node:fs'
import t from 'tap'
import { startMock } from '../src/index.ts'
import { generatedFiles } from '../src/specs/generated-files.ts'
import { watchAnswers } from './support/conformance.ts'
import { knownDifferences } from './support/known-differences.ts'
import { Published } from './support/published.ts'

t.test('the committed documents are what the routes say now', async (t) => {
  for (const [path, text] of await generatedFiles()) {
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
