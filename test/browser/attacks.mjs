import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'

/** A web site with one empty page. @returns its port */
export async function openSite() {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>site</title>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: server.address().port, close: () => server.close() }
}

/** Runs in a page and tries to use a mock. @returns the outcome of each attempt */
async function attack(mock) {
  const attempt = (action) => action().then(String, (error) => error.name)
  const posted = (type) =>
    new Promise((done) => {
      const frame = document.createElement('iframe')
      frame.name = `frame-${type}`
      document.body.append(frame)
      const form = document.createElement('form')
      Object.assign(form, { method: 'post', action: `${mock}/__admin/reset`, enctype: type, target: frame.name })
      document.body.append(form)
      frame.onload = () => done('posted')
      form.submit()
    })
  const loads = (tag, url) =>
    new Promise((done) => {
      const element = document.createElement(tag)
      element.onload = () => done('loaded')
      element.onerror = () => done('failed')
      element.src = url
      document.body.append(element)
    })
  const reset = { method: 'POST', body: '{}' }
  const stub = { method: 'POST', body: '{"request":{},"response":{"status":299}}', keepalive: true }
  return {
    forms: [await posted('text/plain'), await posted('application/x-www-form-urlencoded')],
    blind: [
      await attempt(() => fetch(`${mock}/__admin/reset`, { ...reset, mode: 'no-cors' }).then(({ type }) => type)),
      await attempt(() =>
        fetch(`${mock}/sandboxes/evil/__admin/mappings`, { ...stub, mode: 'no-cors' }).then(({ type }) => type)
      ),
      String(navigator.sendBeacon(`${mock}/__admin/mappings`, stub.body))
    ],
    script: await loads('script', `${mock}/__admin/state`),
    image: await loads('img', `${mock}/docs/favicon-32x32.png`),
    read: await attempt(() => fetch(`${mock}/__admin/state`).then((response) => response.text())),
    put: await attempt(() => fetch(`${mock}/__admin/state`, { method: 'PUT', body: '{}' })),
    withToken: await attempt(() =>
      fetch(`${mock}/__admin/health`, { headers: { authorization: 'Bearer x' } }).then((response) => response.status)
    ),
    socket: await new Promise((done) => {
      const socket = new WebSocket(`${mock.replace('http', 'ws')}/__admin/requests`)
      socket.onopen = () => done('open')
      socket.onerror = () => done('failed')
    })
  }
}

/** Web pages try to use the control API of a mock. @param site the port of `openSite`; localhost is an --admin-origin */
export async function attacks(browser, url, site) {
  const { port } = new URL(url)
  const state = async () => {
    const { serving } = await (await fetch(`${url}/__admin/health`)).json()
    const { sandboxes } = await (await fetch(`${url}/__admin/sandboxes`)).json()
    return { serving, names: sandboxes.map(({ name }) => name) }
  }
  const before = await state()
  const page = await browser.newPage()

  // The first is another site, the second the same site with another port.
  for (const mock of [`http://localhost:${port}`, `http://127.0.0.1:${port}`]) {
    await page.goto(`http://127.0.0.1:${site}/`)
    assert.deepEqual(await page.evaluate(attack, mock), {
      forms: ['posted', 'posted'],
      blind: ['opaque', 'opaque', 'true'],
      script: 'failed',
      image: 'failed',
      read: 'TypeError',
      put: 'TypeError',
      withToken: 'TypeError',
      socket: 'failed'
    })
  }
  // The host name of another site that resolves to this machine.
  const rebound = await page.goto(`http://rebound.example:${port}/users`)
  assert.equal(rebound.status(), 401, 'the emulated APIs respond')
  const status = await page.evaluate(() =>
    fetch('/__admin/reset', { method: 'POST' }).then((response) => response.status)
  )
  assert.equal(status, 403, 'DNS rebinding')
  assert.deepEqual(await state(), before, 'the attacks changed nothing')

  await page.goto(`http://127.0.0.1:${site}/`)
  await page.evaluate((href) => {
    document.body.innerHTML = `<a href="${href}">docs</a>`
  }, `${url}/docs/api`)
  await Promise.all([page.waitForURL(`${url}/docs/api`), page.click('a')])
  await page.locator('.opblock').first().waitFor()

  await page.goto(`http://localhost:${site}/`)
  const read = (mock) =>
    fetch(`${mock}/__admin/health`, { headers: { authorization: 'Bearer x' } }).then((response) => response.status)
  assert.equal(await page.evaluate(read, url), 200, 'a page of --admin-origin')

  await isolatedPages(page, url)
  await page.close()
}

/** A page that a stub responds with tries to use the control API. */
async function isolatedPages(page, url) {
  const html = `<!doctype html><title>stub</title><script>
    fetch('/__admin/reset', { method: 'POST' }).then(({ status }) => { document.title = status }, () => { document.title = 'blocked' })
  </script>`
  for (const [policy, title] of [
    [undefined, 'stub'],
    ['sandbox allow-scripts', 'blocked']
  ]) {
    const headers = { 'Content-Type': 'text/html', ...(policy && { 'Content-Security-Policy': policy }) }
    const mapping = { request: { url: '/page' }, response: { headers, body: html } }
    await fetch(`${url}/__admin/mappings`, { method: 'POST', body: JSON.stringify(mapping) })
    await page.goto(`${url}/page`)
    if (title !== 'stub') await page.waitForFunction(() => document.title !== 'stub')
    assert.equal(await page.title(), title, `a stubbed page with the policy ${policy}`)
  }
}
