import assert from 'node:assert/strict'
import { checkAccessibility, NARROW, openConsole } from '../support/console-page.mjs'
import { startMock } from '../support/mock.mjs'

const VIEWS = ['Users', 'Requests', 'Stubs', 'Fixtures', 'History', 'Overview']
const ATRIUM = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' }

export const scenarios = {
  async 'a browser that opens the root sees the console; its links, Back and Forward show the views'(browser) {
    await withConsole(browser, '/', {}, async (page, { url }) => {
      assert.equal(page.url(), `${url}/console/`)
      await heading(page, 'Overview')
      for (const name of VIEWS) {
        await page.getByRole('link', { name, exact: true }).click()
        await heading(page, name)
        assert.equal(page.url(), `${url}/console/${name.toLowerCase()}`)
      }
      await page.goBack()
      await heading(page, 'History')
      await page.goForward()
      await heading(page, 'Overview')
      await page.goto(`${url}/console/requests/some-id?q=x`)
      await heading(page, 'Requests')
    })
  },

  async 'every view has its link on the screen of a phone, large enough for a finger'(browser) {
    await withConsole(browser, '/console/', {}, async (page) => {
      for (const width of [320, 360, 390, 720]) {
        await page.setViewportSize({ width, height: 700 })
        for (const name of [...VIEWS, 'Contract']) {
          const box = await page.getByRole('link', { name, exact: true }).boundingBox()
          assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 700, `${name} at ${width}`)
          assert.ok(box.height >= 40 && box.width >= 40, `${name} at ${width}: ${box.width} x ${box.height}`)
        }
      }
    })
  },

  async 'Reset acts at once, and Undo takes it back'(browser) {
    await withConsole(browser, '/console/', {}, async (page, mock) => {
      const users = async () => (await mock.call('GET', '/users', undefined, ATRIUM)).pagination.total_entries
      await mock.call(
        'POST',
        '/users',
        { user: { identifier: 'new' } },
        { ...ATRIUM, 'content-type': 'application/json' }
      )
      assert.equal(await users(), 8)
      await page.getByRole('button', { name: 'Reset' }).click()
      await page.getByText('Reset to "default"').waitFor()
      assert.equal(await users(), 7, 'after the reset')
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('The reset was undone').waitFor()
      assert.equal(await users(), 8, 'after the undo')
    })
  },

  async 'Undo acts in the sandbox of its message, also while the page shows another one'(browser) {
    await withConsole(browser, '/sandboxes/one/console/users', {}, async (page, mock) => {
      const create = (sandbox, identifier) =>
        mock.call(
          'POST',
          `/sandboxes/${sandbox}/users`,
          { user: { identifier } },
          { ...ATRIUM, 'content-type': 'application/json' }
        )
      const users = async (sandbox) =>
        (await mock.call('GET', `/sandboxes/${sandbox}/users`, undefined, ATRIUM)).pagination.total_entries
      await page.getByRole('button', { name: 'Reset' }).click()
      await page.getByText('Reset to "default"').waitFor()
      // Its revision is that of the reset.
      await create('two', 'unrelated')
      const sandbox = page.getByRole('combobox', { name: 'Sandbox' })
      await sandbox.fill('two')
      await sandbox.press('Enter')
      await page.waitForURL(/sandboxes\/two\//)
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('The reset was undone').waitFor()
      assert.equal(await users('two'), 8)
      const { changes } = await mock.call('GET', '/sandboxes/one/__admin/history')
      assert.deepEqual(
        changes.map(({ cause }) => cause.call),
        ['POST /__admin/history/undo', 'POST /__admin/reset']
      )
    })
  },

  async 'the combobox Sandbox filters, switches, and creates; the sandbox is in the URL'(browser) {
    await withConsole(browser, '/console/users', {}, async (page, mock) => {
      await mock.call('PUT', '/__admin/sandboxes/w1', {})
      const sandbox = page.getByRole('combobox', { name: 'Sandbox' })
      await sandbox.click()
      await page.getByRole('option', { name: 'w1' }).waitFor()
      await sandbox.fill('w')
      assert.deepEqual(await page.getByRole('option').allInnerTexts(), ['w1', 'Create "w"'])
      await sandbox.press('Enter')
      await page.waitForURL(`${mock.url}/sandboxes/w1/console/users`)
      await sandbox.click()
      await sandbox.fill('fresh')
      await sandbox.press('Enter')
      await page.waitForURL(`${mock.url}/sandboxes/fresh/console/users`)
      await mock.call('GET', '/__admin/sandboxes/fresh')
      await page.reload()
      assert.equal(await sandbox.inputValue(), 'fresh')
      await sandbox.press('ArrowDown')
      await sandbox.press('Escape')
      assert.equal(await sandbox.getAttribute('aria-expanded'), 'false')
    })
  },

  async 'a page of a sandbox that is dropped shows default, and does not create it again'(browser) {
    const mock = await startMock()
    const { page, close } = await openConsole(browser, mock.url, '/sandboxes/gone/console/users')
    await page
      .getByRole('status')
      .filter({ hasText: /^live$/ })
      .waitFor()
    await mock.call('DELETE', '/__admin/sandboxes/gone')
    await page.getByText("The sandbox 'gone' was dropped").waitFor()
    await page.waitForURL(`${mock.url}/console/users`)
    await page
      .getByRole('status')
      .filter({ hasText: /^live$/ })
      .waitFor()
    const { sandboxes } = await mock.call('GET', '/__admin/sandboxes')
    assert.deepEqual(
      sandboxes.map(({ name }) => name),
      ['default']
    )
    await close()
    await mock.stop()
  },

  async 'the page asks once for the token, and keeps it'(browser) {
    await withConsole(
      browser,
      '/console/',
      { options: ['--admin-token', 'secret'], mayFail: /__admin/ },
      async (page) => {
        const token = page.getByLabel('The token of --admin-token')
        await token.waitFor()
        await page.keyboard.type('wrong')
        await page.keyboard.press('Enter')
        await page.getByText('The server rejected this token').waitFor()
        await token.fill('secret')
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.getByText('test-api-key', { exact: true }).waitFor()
        await page.reload()
        await page.getByText('test-api-key', { exact: true }).waitFor()
        assert.equal(await page.getByRole('dialog').count(), 0)
      }
    )
  },

  async 'the keys are listed, and a dialog returns the focus'(browser) {
    await withConsole(browser, '/console/', {}, async (page) => {
      const link = page.getByRole('link', { name: 'Stubs' })
      await link.focus()
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys' }).waitFor()
      await checkAccessibility(page)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      assert.ok(await link.evaluate((element) => element === document.activeElement), 'focus')
      await page.getByRole('combobox').click()
      await checkAccessibility(page)
    })
  },

  async 'it works behind a path prefix'(browser) {
    const { createServer, request } = await import('node:http')
    const mock = await startMock()
    const target = new URL(mock.url)
    // A proxy that removes the prefix.
    const proxy = createServer((incoming, outgoing) => {
      if (!incoming.url.startsWith('/mock/')) return outgoing.writeHead(404).end()
      const { method, headers } = incoming
      const options = {
        host: target.hostname,
        port: target.port,
        path: incoming.url.slice('/mock'.length),
        method,
        headers
      }
      return incoming.pipe(
        request(options, (response) => {
          outgoing.writeHead(response.statusCode, response.headers)
          response.pipe(outgoing)
        })
      )
    })
    await new Promise((done) => proxy.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${proxy.address().port}`
    const { page, close } = await openConsole(browser, url, '/mock/')
    try {
      assert.equal(page.url(), `${url}/mock/console/`)
      await page.getByText('test-api-key', { exact: true }).waitFor()
      await page
        .getByRole('status')
        .filter({ hasText: /^live$/ })
        .waitFor()
      await page.goto(`${url}/mock/sandboxes/w1/console/requests/some-id`)
      await heading(page, 'Requests')
      await page.getByRole('link', { name: 'Overview', exact: true }).click()
      await page.waitForURL(`${url}/mock/sandboxes/w1/console/overview`)
      await page.getByText(`${url}/mock/sandboxes/w1`, { exact: true }).first().waitFor()
      await close()
    } finally {
      proxy.close()
      await mock.stop()
    }
  },

  async 'it fits on a phone'(browser) {
    await withConsole(browser, '/console/', { viewport: NARROW }, async (page) => {
      await page.getByText('test-api-key', { exact: true }).waitFor()
      for (const name of VIEWS) assert.ok(await page.getByRole('link', { name, exact: true }).isVisible(), name)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.equal(width, NARROW.width, 'nothing is wider than the page')
      await checkAccessibility(page)
    })
  }
}

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor()

async function withConsole(browser, path, { options = [], ...context }, use) {
  const mock = await startMock(...options)
  try {
    const { page, close } = await openConsole(browser, mock.url, path, context)
    await use(page, mock)
    await close()
  } finally {
    await mock.stop()
  }
}
