import type { Test } from 'tap'
import { call, readJson } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'

const browser = { headers: { accept: 'text/html,*/*;q=0.8' }, redirect: 'manual' } as const

/** The console as a browser loads it. `test/browser/console/` uses it. */
export async function webConsole(t: Test): Promise<void> {
  t.test('every address below /console/ is the same page, which finds its files relative to itself', async (t) => {
    const { url } = await mockFor(t)
    for (const [path, up] of [
      ['/console/', ''],
      ['/console/users', ''],
      ['/console/requests/an-id?q=x/y', '../'],
      ['/console/users/', '../'],
      ['/sandboxes/w1/console/history/1/2', '../../']
    ] as const) {
      const response = await fetch(url + path)
      t.equal(response.status, 200, path)
      t.equal(response.headers.get('cache-control'), 'no-store', `${path}: not cached`)
      const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(await response.text()) ?? []
      t.equal(script, `${up}console.js`, `${path}: its script`)
      t.equal((await fetch(new URL(script, url + path))).status, 200, `${path}: the script`)
    }
  })

  t.test('redirects are relative, because a proxy may have removed a prefix', async (t) => {
    const { url } = await mockFor(t)
    for (const [path, location] of [
      ['/', './console/'],
      ['/sandboxes/w1', './w1/console/'],
      ['/sandboxes/w1/', './console/'],
      ['/console', './console/'],
      ['/sandboxes/w1/console?q=x', './console/']
    ] as const) {
      const response = await fetch(url + path, browser)
      t.strictSame([response.status, response.headers.get('location')], [302, location], path)
    }
  })

  t.test('the page may load only its own files', async (t) => {
    const { url } = await mockFor(t)
    for (const path of ['/console/', '/console/console.js', '/console/console.css']) {
      const { headers } = await fetch(url + path)
      t.match(headers.get('content-security-policy'), /^default-src 'none'; script-src 'self'; style-src 'self';/, path)
      t.match(headers.get('content-security-policy'), "frame-ancestors 'none'", `${path}: no frames`)
      t.equal(headers.get('x-content-type-options'), 'nosniff', `${path}: browsers do not guess the type`)
    }
    const html = await (await fetch(`${url}/console/`)).text()
    t.notMatch(html, /<script(?![^>]*src=)|<style|style="/, 'nothing is inline')
  })

  t.test('its files are sent again only when they change', async (t) => {
    const { url } = await mockFor(t)
    const etag = (await fetch(`${url}/console/console.js`)).headers.get('etag') ?? ''
    const again = await fetch(`${url}/console/console.js`, { headers: { 'if-none-match': etag } })
    t.equal(again.status, 304, 'status')
    t.equal(again.headers.get('etag'), etag, 'tag')
  })

  t.test('it can only be read, from this server or by a link', async (t) => {
    const { url } = await mockFor(t)
    t.equal((await fetch(`${url}/console/users`, { method: 'HEAD' })).status, 200, 'HEAD')
    const posted = await fetch(`${url}/console/users`, { method: 'POST', body: '{}' })
    t.strictSame([posted.status, posted.headers.get('allow')], [405, 'GET, HEAD'], 'POST')
    t.equal((await fetch(`${url}/console/`, { headers: { origin: 'http://evil.example' } })).status, 403, 'a web page')
  })

  t.test('the journal has no redirect of a browser, unless a stub responds', async (t) => {
    const mock = await mockFor(t)
    const { url } = mock
    const urls = async () =>
      (await readJson(mock, '/__admin/requests?summary=true')).requests.map(({ url }: { url: string }) => url)
    t.equal((await fetch(url, browser)).status, 302, 'a browser')
    t.strictSame(await urls(), [], 'its redirect')
    await call(mock, 'POST', '/__admin/mappings', { request: { url: '/' }, response: { status: 299 } })
    t.equal((await fetch(url, browser)).status, 299, 'a stub')
    t.strictSame(await urls(), ['/'], 'the request for a stub')
    await call(mock, 'DELETE', '/__admin/mappings')
    await fetch(url)
    t.strictSame(await urls(), ['/', '/'], 'another client')
  })

  t.test('there is none with --no-admin', async (t) => {
    const { url } = await mockFor(t, { noAdmin: true })
    for (const path of ['/console', '/console/', '/console/console.js', '/console/users'])
      t.equal((await fetch(url + path, browser)).status, 404, path)
    t.equal((await fetch(url, browser)).headers.get('location'), '/docs/', 'the root leads to the documentation')
  })

  t.test('the emulated APIs are described, with a credential of the sandbox', async (t) => {
    const { url } = await mockFor(t)
    const { apis } = JSON.parse(await (await fetch(`${url}/__admin/apis`)).text())
    t.match(apis, [
      { name: 'atrium', title: 'Atrium', home: '/users', credentials: { 'MX-API-Key': 'test-api-key' } },
      { name: 'atms', credentials: { token: 'test-token' } }
    ])
    t.match(
      apis[0].lists.map(({ name, count, label }: Record<string, string>) => [name, count, label]),
      [
        ['credentials', 'credentials', undefined],
        ['users', 'atriumUsers', 'Atrium users']
      ]
    )
    const [, { schema, key, optional }] = apis[0].lists
    t.equal(schema.properties.is_disabled.type, 'boolean', 'the schema of a record')
    t.strictSame(key, ['guid'], 'the key')
    t.strictSame(optional, ['is_disabled', 'metadata', 'identifier', 'guid'], 'what a new record may leave out')
    t.strictSame(apis[1].lists[2].references, { UserGroupName: 'userGroups' }, 'what names other records')
    const closed = await mockFor(t, { adminToken: 'secret' })
    t.equal((await fetch(`${closed.url}/__admin/apis`)).status, 401, 'with --admin-token')
  })
}
