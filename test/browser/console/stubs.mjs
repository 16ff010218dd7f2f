import assert from 'node:assert/strict'
import { checkAccessibility, NARROW } from '../support/console-page.mjs'
import { stubsOf, withStubs } from '../support/stubs-page.mjs'

const UNAVAILABLE = { name: 'unavailable', request: { method: 'GET', urlPath: '/x' }, response: { status: 503 } }

export const scenarios = {
  async 'a stub is created, edited, duplicated and removed, and Undo brings it back'(browser) {
    await withStubs(browser, '', async (page, mock) => {
      await page.getByText('No stubs: the emulated APIs handle every request.').waitFor()
      await page.getByRole('link', { name: 'New stub' }).click()
      await editor(page).fill(JSON.stringify(UNAVAILABLE))
      await page.getByRole('button', { name: 'Create' }).click()
      await page.getByText('Created the stub').waitFor()
      await page.getByRole('option', { name: /unavailable.*503.*GET \/x/s }).waitFor()
      const [{ id }] = await stubsOf(mock)
      assert.equal(page.url(), `${mock.url}/console/stubs/${id}`, 'a deep link')
      await page.reload()
      await editor(page).fill(JSON.stringify({ ...UNAVAILABLE, response: { status: 418 } }))
      await editor(page).press('Control+s')
      await page.getByText('Saved the stub').waitFor()
      assert.equal((await fetch(`${mock.url}/x`)).status, 418)
      await undo(page, 'Saved the stub')
      await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('503'))
      assert.match(await editor(page).inputValue(), /^\{\n {2}"name"/, 'it is formatted')
      await page.getByRole('link', { name: 'Duplicate' }).click()
      await page.getByRole('heading', { name: 'Copy of a stub' }).waitFor()
      await page.getByRole('button', { name: 'Create' }).click()
      await page.getByRole('option', { name: 'unavailable (copy)' }).waitFor()
      await page.getByRole('button', { name: 'Remove', exact: true }).click()
      await page.getByText('Removed “unavailable (copy)”').waitFor()
      assert.equal((await stubsOf(mock)).length, 1)
      await undo(page, 'Removed “unavailable (copy)”')
      await page.getByRole('option', { name: 'unavailable (copy)' }).waitFor()
      await page.getByRole('button', { name: 'Remove all' }).click()
      await page.getByText('Removed 2 stubs').waitFor()
      assert.deepEqual(await stubsOf(mock), [])
      await undo(page, 'Removed 2 stubs')
      await page.getByText('The stubs are back').waitFor()
      assert.equal((await stubsOf(mock)).length, 2)
    })
  },

  async 'the errors of the server are shown in place, with line and column, or pointers'(browser) {
    await withStubs(browser, '/new', async (page) => {
      const area = editor(page)
      await area.fill('{\n  "request": {,}\n}')
      await page.getByRole('button', { name: 'Create' }).click()
      await page.getByText('invalid JSON in line 2, column 15').waitFor()
      const at = (element) => [element.selectionStart, document.activeElement === element]
      assert.deepEqual(await area.evaluate(at), [16, true], 'the cursor is at the comma')
      await area.fill('{"request":{"metod":"GET"},"response":{"status":"x"}}')
      await page.getByRole('button', { name: 'Create' }).click()
      await page.getByRole('cell', { name: '/request/metod' }).waitFor()
      await page.getByRole('cell', { name: '/response/status' }).waitFor()
      assert.equal(await area.getAttribute('aria-invalid'), 'true')
      await checkAccessibility(page)
    })
  },

  async 'Tab indents, and Esc leaves the field'(browser) {
    await withStubs(browser, '/new', async (page) => {
      const area = editor(page)
      await area.fill('ab')
      await area.press('ArrowLeft')
      await area.press('Tab')
      assert.equal(await area.inputValue(), 'a  b')
      await area.press('Control+z')
      assert.equal(await area.inputValue(), 'ab', 'the browser can undo it')
      await area.press('Escape')
      const focused = await page.evaluate(() => document.activeElement?.textContent)
      assert.equal(focused, 'Create')
    })
  },

  async 'hits are counted as requests arrive, and while the journal is cleared'(browser) {
    await withStubs(browser, '', async (page, mock) => {
      await mock.call('POST', '/__admin/mappings', UNAVAILABLE)
      await page.getByRole('option', { name: /0 ×/ }).waitFor()
      for (let i = 0; i < 3; i++) await fetch(`${mock.url}/x`)
      await page.getByRole('option', { name: /3 ×/ }).click()
      await page.getByText('3 requests').waitFor()
      await fetch(`${mock.url}/x`)
      await page.getByText('4 requests').waitFor()
      await mock.call('DELETE', '/__admin/requests')
      const requests = page.getByRole('link', { name: '0 requests' })
      await requests.click()
      assert.match(decodeURIComponent(page.url()), /\/console\/requests\?q=stub:[0-9a-f-]{36}$/)
    })
  },

  async 'what was typed stays if the stub changes or is removed elsewhere'(browser) {
    await withStubs(browser, '', async (page, mock) => {
      const { id } = await mock.call('POST', '/__admin/mappings', UNAVAILABLE)
      const edit = (status) => mock.call('PUT', `/__admin/mappings/${id}`, { ...UNAVAILABLE, response: { status } })
      await page.getByRole('option', { name: 'unavailable' }).click()
      await edit(500)
      await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('500'))
      const mine = JSON.stringify({ ...UNAVAILABLE, response: { status: 418 } })
      await editor(page).fill(mine)
      await edit(501)
      await page.getByText('This stub changed elsewhere').waitFor()
      assert.equal(await editor(page).inputValue(), mine)
      await page.getByRole('button', { name: 'Load the other version' }).click()
      assert.match(await editor(page).inputValue(), /501/)
      await page.getByRole('button', { name: 'Undo' }).click()
      assert.equal(await editor(page).inputValue(), mine)
      await page.getByRole('link', { name: 'New stub' }).click()
      await page.getByRole('option', { name: 'unavailable' }).click()
      assert.equal(await editor(page).inputValue(), mine, 'after another stub was shown')
      await page.getByRole('link', { name: 'Users' }).click()
      await page.getByRole('heading', { name: 'Users' }).waitFor()
      await page.goBack()
      assert.equal(await editor(page).inputValue(), mine, 'after another view was shown')
      await mock.call('DELETE', `/__admin/mappings/${id}`)
      await page.getByText('This stub was removed').waitFor()
      assert.equal(await editor(page).inputValue(), mine)
      await page.getByRole('button', { name: 'Create again' }).click()
      await page.getByText('Created the stub').waitFor()
      assert.equal((await fetch(`${mock.url}/x`)).status, 418)
      await editor(page).fill(mine.replace('418', '419'))
      await page.getByRole('button', { name: 'Reset' }).click()
      await page.getByText('This stub was removed').waitFor()
      assert.match(await editor(page).inputValue(), /419/, 'after a reset')
    })
  },

  async 'the search is in the URL; markup, digits and long texts stay as they are'(browser) {
    await withStubs(browser, '', async (page, mock) => {
      const name = '<img src=x onerror="document.title=1"> \u202e \u0007'
      await mock.call('POST', '/__admin/mappings', { ...UNAVAILABLE, name })
      const large = '{"n":12345678901234567890}'
      const text = `{"name":"large","request":{"url":"/${'a'.repeat(2000)}"},"response":{"jsonBody":${large}}}`
      assert.equal((await fetch(`${mock.url}/__admin/mappings`, { method: 'POST', body: text })).status, 201)
      await page.getByRole('option', { name: 'onerror' }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('LARGE')
      await page.waitForURL(/\?q=LARGE$/)
      await page.getByRole('option', { name: 'onerror' }).waitFor({ state: 'detached' })
      await page.getByRole('option', { name: 'large' }).click()
      await page.getByRole('heading', { name: 'large' }).waitFor()
      assert.match(page.url(), /\?q=LARGE$/, 'the search stays')
      assert.match(await editor(page).inputValue(), /12345678901234567890/)
      await page.getByRole('link', { name: 'Duplicate' }).click()
      await page.waitForFunction(() =>
        /"large \(copy\)"[\s\S]*12345678901234567890/.test(document.querySelector('textarea')?.value)
      )
      await page.goBack()
      await page.getByRole('heading', { name: 'large' }).waitFor()
      await page.setViewportSize(NARROW)
      await checkAccessibility(page)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(width <= NARROW.width, `${width} pixels wide`)
      await page.getByRole('link', { name: 'All stubs' }).click()
      await page.getByRole('option', { name: 'large' }).waitFor()
      assert.equal(await page.title(), 'Stubs · default · atrium-atms-mock')
    })
  },

  async 'by keyboard only: select, edit, save, new'(browser) {
    await withStubs(browser, '', async (page, mock) => {
      for (const name of ['one', 'two']) await mock.call('POST', '/__admin/mappings', { ...UNAVAILABLE, name })
      await page.getByRole('option', { name: 'two' }).waitFor()
      await page.keyboard.press('j')
      await page.getByRole('heading', { name: 'two' }).waitFor()
      await page.keyboard.press('j')
      await page.getByRole('heading', { name: 'one' }).waitFor()
      await editor(page).waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(JSON.stringify({ ...UNAVAILABLE, name: 'three' }))
      await page.keyboard.press('Control+Enter')
      await page.getByRole('option', { name: 'three' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Remove', exact: true }).press('Enter')
      await page.getByRole('heading', { name: 'two' }).waitFor()
      await page.getByRole('listbox', { name: 'Stubs' }).and(page.locator(':focus')).waitFor()
      await page.keyboard.press('n')
      await page.getByRole('heading', { name: 'New stub' }).waitFor()
      await page.keyboard.press('?')
      await page.getByText('new stub', { exact: true }).waitFor()
    })
  }
}

const editor = (page) => page.getByRole('textbox', { name: 'JSON of the stub' })

const undo = (page, text) =>
  page.locator('.toast').filter({ hasText: text }).getByRole('button', { name: 'Undo' }).click()
