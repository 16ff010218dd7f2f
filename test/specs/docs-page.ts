import { createHash } from 'node:crypto'
import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'

/** The page offers the documents, and prefills valid credentials. */
export async function servedPage(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`${url}${path}`, { method })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const page = await get('/docs/api')
  t.equal(page.headers.get('content-type'), 'text/html; charset=utf-8', 'type of the page')
  const loaded = [...page.text.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, path = '']) => path)
  const offered = [...page.text.matchAll(/"url":"(\/docs\/[^"]+\.json)"/g)].map(([, path = '']) => path)
  t.match(page.text, '<meta name="viewport"', 'the page fits on a phone')
  t.ok(page.text.indexOf('Guide</a>') < page.text.indexOf('id="docs"'), 'the link to the guide comes first')
  t.equal(loaded.length, 3 + 12, 'files that the page loads, and links to the four forms of three documents')
  for (const path of loaded) t.equal((await get(path)).status, 200, path)
  t.strictSame(offered, ['/docs/atrium.json', '/docs/atms.json', '/docs/admin.json'], 'documents')
  t.match(
    page.text,
    '{"atrium":{"apiKey":"test-api-key","clientId":"test-client-id"},"atms":{"token":"test-token"}}',
    'credentials of the default fixtures'
  )
  t.equal((await get('/docs/', 'HEAD')).status, 200, 'trailing slash')
  t.strictSame(JSON.parse((await get('/docs/nothing.json')).text), {
    error: "unknown document 'nothing.json'",
    documents: [
      ...['atrium', 'atms', 'admin'].flatMap((name) => [
        `/docs/${name}.json`,
        `/docs/${name}.yaml`,
        `/docs/${name}-3.0.json`,
        `/docs/${name}-3.0.yaml`
      ]),
      '/docs/fixture.schema.json'
    ]
  })
  for (const name of ['constructor', '__proto__']) t.equal((await get(`/docs/${name}`)).status, 404, name)
  t.equal((await get('/docs/..%2Fpackage.json')).status, 404, 'a path outside the folder')
  const posted = await get('/docs', 'POST')
  t.equal(posted.status, 405, 'POST')
  t.equal(posted.headers.get('allow'), 'GET, HEAD', 'Allow of POST')
}

/** The page escapes credentials, and prefills none if there are none. */
export async function escapedCredentials(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const state = { atrium: { credentials: [{ apiKey: '</script>', clientId: 'x' }], users: [] } }
  await fetch(`${mock.url}/__admin/state`, { method: 'PUT', body: JSON.stringify(state) })
  const page = await fetch(`${mock.url}/docs/api`)
  t.match(await page.text(), '{"atrium":{"apiKey":"\\u003c/script>","clientId":"x"}}', 'escaped')
  await fetch(`${mock.url}/__admin/state`, { method: 'PUT', body: '{}' })
  t.match(await (await fetch(`${mock.url}/docs/api`)).text(), 'const credentials = {}', 'no credentials')
}

/** The page runs only Swagger UI, and not in a frame. */
export async function contentSecurity(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  const policyOf = async (path: string) => {
    const { headers } = await fetch(url + path)
    t.equal(headers.get('x-content-type-options'), 'nosniff', `${path}: browsers do not guess the type`)
    return headers.get('content-security-policy') ?? ''
  }
  const [, script = ''] = /<script>(.*?)<\/script>/s.exec(await (await fetch(`${url}/docs/api`)).text()) ?? []
  const hash = createHash('sha256').update(script).digest('base64')
  t.match(await policyOf('/docs/api'), `script-src 'self' 'sha256-${hash}';`, 'the script of the page')
  for (const path of ['/docs', '/docs/', '/docs/api', '/docs/atrium.json', '/docs/swagger-ui.css', '/docs/nothing']) {
    t.match(await policyOf(path), /^default-src 'none';.*frame-ancestors 'none'$/, path)
  }
}

/** The page shows no credentials if the control API is closed. */
export async function hiddenCredentials(t: Test): Promise<void> {
  const documents = ['"/docs/atrium.json"', '"/docs/atms.json"']
  for (const [options, offered, status] of [
    [{ adminToken: 'secret' }, [...documents, '"/docs/admin.json"'], 200],
    [{ noAdmin: true }, documents, 404]
  ] as const) {
    const { url } = await mockFor(t, options)
    for (const path of ['/docs/api', '/sandboxes/w1/docs/api']) {
      const page = await (await fetch(url + path)).text()
      t.match(page, 'const credentials = {}\n', `${path} with ${JSON.stringify(options)}: credentials`)
      t.strictSame(
        page.match(/(?<="url":)"\/docs\/\w+\.json"/g),
        offered,
        `${path} with ${JSON.stringify(options)}: documents`
      )
    }
    t.equal((await fetch(`${url}/docs/admin.json`)).status, status, `admin.json with ${JSON.stringify(options)}`)
  }
}
