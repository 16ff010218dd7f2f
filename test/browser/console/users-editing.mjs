import assert from 'node:assert/strict'
import { checkAccessibility, openConsole } from '../support/console-page.mjs'
import { account, JSON_BODY, recordOf, withUsers } from '../support/users-page.mjs'

export const scenarios = {
  async 'a reset while a row is being edited: nothing that was typed is lost'(browser) {
    await withUsers(browser, '/console/users/atms/users', async (page, mock) => {
      await mock.call('POST', '/__admin/records/atms/users', account('temp'), JSON_BODY)
      await mock.call('PUT', '/__admin/records/atms/users/asmith', { ...account('asmith'), Phone: '1' }, JSON_BODY)
      const grid = page.getByRole('grid')
      await grid.getByRole('link', { name: 'temp' }).waitFor()
      await grid.getByText('Display of temp').dblclick()
      const form = page.getByRole('form', { name: /^Edit .temp.$/ })
      await form.getByRole('textbox', { name: 'DisplayName' }).fill('typed')
      await mock.call('POST', '/__admin/reset', {}, JSON_BODY)
      await form.getByText('This record was removed meanwhile').waitFor()
      assert.equal(await form.getByRole('textbox', { name: 'DisplayName' }).inputValue(), 'typed')
      await checkAccessibility(page)
      await form.getByRole('button', { name: 'Add it again' }).click()
      await grid.getByText('typed', { exact: true }).waitFor()
      await mock.call('PUT', '/__admin/records/atms/users/asmith', { ...account('asmith'), Phone: '1' }, JSON_BODY)
      await grid.getByText('Display of asmith').dblclick()
      const other = page.getByRole('form', { name: /^Edit .asmith.$/ })
      await other.getByRole('textbox', { name: 'Phone' }).fill('2')
      await mock.call('POST', '/__admin/reset', {}, JSON_BODY)
      await other.getByText('This record was changed meanwhile').waitFor()
      const row = other.getByRole('row', { name: /^Phone/ })
      assert.deepEqual((await row.innerText()).split(/\s*\t\s*/), ['Phone', '2', '+1 555 0100'], 'both versions')
      assert.equal(await other.getByRole('textbox', { name: 'DisplayName' }).inputValue(), 'Alice Smith', 'not typed')
      await checkAccessibility(page)
      await other.getByRole('button', { name: 'Keep mine' }).click()
      await other.getByRole('button', { name: 'Save' }).click()
      await page.getByText(/^Saved .asmith.$/).waitFor()
      const { record } = await recordOf(mock, 'atms', 'asmith')
      assert.deepEqual([record.Phone, record.DisplayName], ['2', 'Alice Smith'])
      // Another row, Esc, and a reset to an empty list.
      await grid.getByText('Alice Smith', { exact: true }).dblclick()
      await other.getByRole('textbox', { name: 'Phone' }).fill('3')
      await grid.getByRole('row').last().dblclick()
      await other.waitFor({ state: 'detached' })
      await page.getByRole('form').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Continue editing' }).click()
      assert.equal(await other.getByRole('textbox', { name: 'Phone' }).inputValue(), '3')
      await mock.call('POST', '/__admin/reset', { fixtures: 'empty' }, JSON_BODY)
      await other.getByText('This record was removed meanwhile').waitFor()
      assert.equal(await other.getByRole('textbox', { name: 'Phone' }).inputValue(), '3')
    })
  },

  async 'the form has room in a list with few rows'(browser) {
    await withUsers(browser, '/console/users/atms/users?q=asmith@dot', async (page) => {
      const grid = page.getByRole('grid')
      await grid.getByText('Alice Smith', { exact: true }).dblclick()
      const form = page.getByRole('form')
      await form.getByRole('textbox', { name: 'DisplayName' }).waitFor()
      const isScrolled = await form.evaluate(({ parentElement: over }) => over.scrollHeight > over.clientHeight)
      assert.equal(isScrolled, false)
    })
  },

  async 'two pages: both see every change; the one that saves last chooses between both versions'(browser) {
    await withUsers(browser, '/console/users/atms/users', async (page, mock) => {
      const other = await openConsole(browser, mock.url, '/console/users/atms/users')
      // It gets no events, as if the other page saved at the same moment.
      const late = await openConsole(browser, mock.url, '/console/users/atms/users', { mayFail: /events|asmith/ })
      await late.page.route('**/events', (route) => route.fulfill({ status: 404, body: '' }))
      await late.page.reload()
      const edit = async (page, text) => {
        const form = page.getByRole('form')
        const read = page.waitForResponse(/users\/asmith$/)
        await page.getByRole('grid').getByText('Alice Smith', { exact: true }).dblclick()
        await read
        await form.getByRole('textbox', { name: 'DisplayName' }).fill(text)
        return form
      }
      const [first, second, third] = [
        await edit(page, 'First'),
        await edit(other.page, 'Second'),
        await edit(late.page, 'Third')
      ]
      await first.getByRole('button', { name: 'Save' }).click()
      await second.getByText('This record was changed meanwhile').waitFor()
      await second.getByRole('button', { name: 'Use theirs' }).click()
      assert.equal(await second.getByRole('textbox', { name: 'DisplayName' }).inputValue(), 'First')
      await third.getByRole('button', { name: 'Save' }).click()
      await third.getByText('This record was changed meanwhile').waitFor()
      assert.equal(await third.getByRole('textbox', { name: 'DisplayName' }).inputValue(), 'Third')
      await third.getByRole('button', { name: 'Keep mine' }).click()
      await third.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('grid').getByText('Third').waitFor()
      await other.close()
      await late.close()
    })
  },

  async 'hostile names and texts are only text, and an edit keeps every byte'(browser) {
    const names = [
      '<img src=x onerror=alert(1)>',
      '\u202Egnp.exe',
      'a\u0000\u0007b',
      'مرحبا',
      'tab\there',
      'ünïcode / ? # %'
    ]
    await withUsers(browser, '/console/users/atms/users', async (page, mock) => {
      for (const name of names) await mock.call('POST', '/__admin/records/atms/users', account(name), JSON_BODY)
      const grid = page.getByRole('grid')
      await grid.getByRole('link', { name: '<img src=x onerror=alert(1)>' }).waitFor()
      await grid.getByRole('link', { name: 'a\\u0000\\u0007b' }).waitFor()
      assert.equal(await page.locator('img').count(), 0)
      await grid.getByRole('link', { name: 'ünïcode / ? # %' }).click()
      await page.getByRole('heading', { name: 'ünïcode / ? # %' }).waitFor()
      await page.reload()
      await page.getByRole('heading', { name: 'ünïcode / ? # %' }).waitFor()
      const metadata = '{"a":1}\r\n\u202E"<b>"\t\u0001'
      const { key } = await mock.call('POST', '/__admin/records/atrium/users', { identifier: 'x', metadata }, JSON_BODY)
      await page.goto(`${mock.url}/console/users/atrium/users/${key}`)
      await page.getByRole('button', { name: 'Edit', exact: true }).click()
      const form = page.getByRole('form')
      await form.getByRole('textbox', { name: 'identifier' }).fill('y')
      await form.getByRole('button', { name: 'Save' }).click()
      await form.waitFor({ state: 'detached' })
      assert.deepEqual((await recordOf(mock, 'atrium', key)).record, {
        guid: key,
        is_disabled: false,
        metadata,
        identifier: 'y'
      })
      await checkAccessibility(page)
    })
  }
}
