import assert from 'node:assert/strict'
import { checkAccessibility, NARROW, openConsole } from '../support/console-page.mjs'
import { startMock } from '../support/mock.mjs'

const VIEWS = ['Users', 'Requests', 'Stubs', 'Fixtures', 'History', 'Overview']
const ATRIUM = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', 'content-type': 'application/json' }

export const scenarios = {
  async 'the page says that the server stopped, and recovers when it is back'(browser) {
    const mock = await startMock()
    const { page, close } = await openConsole(browser, mock.url, '/console/overview', { mayFail: /./ })
    try {
      await status(page, 'live')
      await mock.call('POST', '/users', { user: { identifier: 'new' } }, ATRIUM)
      await page.getByText('8 Atrium users').waitFor()
      await page.evaluate(() => {
        window.isSamePage = true
      })
    } finally {
      await mock.stop()
    }
    await status(page, 'reconnecting')
    await page.getByText('8 Atrium users').waitFor()
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByText('the server does not respond. Is it running?').first().waitFor()
    await checkAccessibility(page)
    const again = await startMock('--port', new URL(mock.url).port)
    try {
      await status(page, 'live')
      await page.getByText('7 Atrium users').waitFor()
      await again.call('POST', '/__admin/reset', { fixtures: 'paging' })
      await page.getByText('260 Atrium users').waitFor()
      assert.equal(await page.evaluate(() => window.isSamePage), true, 'without a reload')
      await close()
    } finally {
      await again.stop()
    }
  },

  async 'two pages show the same: a reset, its undo, and new sandboxes'(browser) {
    const mock = await startMock()
    try {
      await mock.call('POST', '/users', { user: { identifier: 'new' } }, ATRIUM)
      const [one, two] = [
        await openConsole(browser, mock.url, '/console/overview'),
        await openConsole(browser, mock.url, '/console/overview')
      ]
      await status(two.page, 'live')
      await two.page.getByText('8 Atrium users').waitFor()
      await one.page.getByRole('button', { name: 'Reset' }).click()
      await two.page.getByText('7 Atrium users').waitFor()
      await one.page.getByRole('button', { name: 'Undo' }).click()
      await two.page.getByText('8 Atrium users').waitFor()
      await one.page.getByRole('combobox', { name: 'Sandbox' }).fill('shared')
      await one.page.getByRole('combobox', { name: 'Sandbox' }).press('Enter')
      await one.page.waitForURL(`${mock.url}/sandboxes/shared/console/overview`)
      await two.page.getByRole('combobox', { name: 'Sandbox' }).click()
      await two.page.getByRole('option', { name: 'shared' }).click()
      await two.page.waitForURL(`${mock.url}/sandboxes/shared/console/overview`)
      await two.page.getByText('7 Atrium users').waitFor()
      await one.close()
      await two.close()
    } finally {
      await mock.stop()
    }
  },

  async '--no-admin has no console'() {
    const mock = await startMock('--no-admin')
    try {
      const root = await fetch(mock.url, { headers: { accept: 'text/html' }, redirect: 'manual' })
      assert.equal(root.headers.get('location'), '/docs/')
      for (const path of ['/console/', '/console/users', '/sandboxes/w1/console/']) {
        const { status } = await fetch(mock.url + path, { headers: { accept: 'text/html' }, redirect: 'manual' })
        assert.equal(status, 404, path)
      }
    } finally {
      await mock.stop()
    }
  },

  async 'every view works with the keyboard alone'(browser) {
    const mock = await startMock()
    try {
      await mock.call('GET', '/users', undefined, ATRIUM)
      await mock.call('POST', '/users', { user: { identifier: 'new' } }, ATRIUM)
      await mock.call('POST', '/__admin/mappings', { request: { url: '/x' }, response: { status: 503 } })
      const { page, close } = await openConsole(browser, mock.url, '/console/')
      await page.keyboard.press('Tab')
      assert.equal(await focused(page), 'Skip to content')
      await page.keyboard.press('Enter')
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
      for (const name of VIEWS) {
        await tabTo(page, name)
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { level: 1, name }).waitFor()
        await page.keyboard.press('?')
        await page.getByRole('dialog', { name: 'Keys' }).waitFor()
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        assert.equal(await focused(page), name, 'the focus returned')
        await walk(page, name)
      }
      await tabTo(page, 'Reset')
      await page.keyboard.press('Enter')
      await page.getByText('Reset to "default"').waitFor()
      await tabTo(page, 'Undo')
      await page.keyboard.press('Enter')
      await page.getByText('The reset was undone').waitFor()
      await close()
    } finally {
      await mock.stop()
    }
  },

  async 'nothing moves for who prefers that'(browser) {
    const mock = await startMock()
    try {
      for (const reducedMotion of ['reduce', 'no-preference']) {
        const { page, close } = await openConsole(browser, mock.url, '/console/', { reducedMotion, viewport: NARROW })
        await page.evaluate(() => {
          const button = document.createElement('input')
          button.className = 'switch'
          document.querySelector('main').append(button)
        })
        const moving = await page.evaluate(() =>
          [...document.querySelectorAll('*')].flatMap((element) =>
            [undefined, '::before', '::after'].filter((part) => {
              const { animationName, transitionDuration } = getComputedStyle(element, part)
              return animationName !== 'none' || !/^0s(?:, 0s)*$/.test(transitionDuration)
            })
          )
        )
        assert.equal(moving.length > 0, reducedMotion === 'no-preference', reducedMotion)
        await close()
      }
    } finally {
      await mock.stop()
    }
  }
}

const status = (page, state) =>
  page
    .getByRole('status')
    .filter({ hasText: new RegExp(`^${state}$`) })
    .waitFor()

const focused = (page) => page.evaluate(() => document.activeElement.textContent)

/** Presses Tab until the focus is on an element with this text. */
async function tabTo(page, text) {
  for (let i = 0; i < 150; i++) {
    if ((await focused(page)) === text) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not reach ${text}`)
}

/** Goes through everything that Tab reaches: each element is visible, shows the focus, and has a name. */
async function walk(page, view) {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    const problem = await page.evaluate(() => {
      const element = document.activeElement
      if (element === document.body) return undefined
      const { top, bottom, width, height } = element.getBoundingClientRect()
      const { outlineStyle, transform } = getComputedStyle(element)
      const isVisible = width > 0 && height > 0 && bottom > 0 && top < innerHeight
      if (isVisible && (outlineStyle !== 'none' || element.id === 'main')) return undefined
      return `${element.outerHTML.slice(0, 200)} ${top} ${outlineStyle} ${transform}`
    })
    assert.equal(problem, undefined, `${view}: an element with the focus is not visible`)
  }
}
