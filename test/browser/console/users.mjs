import assert from 'node:assert/strict'
import { checkAccessibility, NARROW } from '../support/console-page.mjs'
import { ATRIUM, JSON_BODY, message, recordOf, withUsers } from '../support/users-page.mjs'

export const scenarios = {
  async 'find who disabled a user, and undo it'(browser) {
    await withUsers(browser, '/console/', async (page, mock) => {
      const { key } = await recordOf(mock, 'atrium', 'amara.okafor')
      await mock.call('PUT', `/users/${key}`, { user: { is_disabled: true } }, ATRIUM)
      await page.getByRole('link', { name: 'Users', exact: true }).click()
      await page.getByRole('grid').waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('AMARA')
      await page.waitForURL(/\?q=AMARA$/)
      await page.getByText('1 of 7', { exact: true }).waitFor()
      assert.ok(await page.getByRole('switch', { name: `is_disabled of ${key}` }).isChecked())
      await page.getByRole('link', { name: key }).click()
      assert.equal(page.url(), `${mock.url}/console/users/atrium/users/${key}?q=AMARA`)
      const panel = page.getByRole('region', { name: `Record ${key}` })
      await panel.getByText('by nightly-job/1.0').waitFor()
      const link = panel.getByRole('link', { name: `PUT /users/${key}` })
      assert.match(await link.getAttribute('href'), /\/console\/requests\/[\w-]+$/)
      assert.match(await panel.getByRole('listitem').innerText(), /is_disabled\s+false\s+true/)
      await checkAccessibility(page)
      await panel.getByRole('button', { name: 'Undo revision 1' }).click()
      await page.getByText('Undid revision 1').waitFor()
      await panel.getByText('POST /__admin/history/undo').waitFor()
      await page.waitForFunction(() => [...document.querySelectorAll('[role=switch]')].every(({ checked }) => !checked))
      assert.equal((await recordOf(mock, 'atrium', key)).record.is_disabled, false)
    })
  },

  async 'a tab for each list; the keyboard edits, adds, deletes, and takes it back'(browser) {
    await withUsers(browser, '/console/users', async (page, mock) => {
      const lists = page.getByRole('navigation', { name: 'Lists' }).getByRole('link')
      await lists.first().waitFor()
      assert.deepEqual(await lists.allInnerTexts(), ['Atrium users', 'User groups', 'ATMS users'], 'no credentials')
      await page.getByRole('link', { name: 'ATMS users' }).click()
      const grid = page.getByRole('grid', { name: 'ATMS users' })
      await grid.getByRole('link', { name: 'bjones' }).waitFor()
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      assert.equal(await grid.getByRole('row', { selected: true }).getByRole('link').innerText(), 'bjones')
      await page.keyboard.press('e')
      const form = page.getByRole('form', { name: /^Edit .bjones.$/ })
      const name = form.getByRole('textbox', { name: 'DisplayName' })
      assert.ok(await name.evaluate((element) => element === document.activeElement), 'the first field has the focus')
      await name.fill('')
      await page.keyboard.press('Enter')
      await form.getByText('must not be blank').waitFor()
      assert.equal(await name.getAttribute('aria-invalid'), 'true')
      await checkAccessibility(page)
      await name.fill('Robert Jones')
      await page.keyboard.press('Enter')
      await page.getByText(/^Saved .bjones.$/).waitFor()
      await form.waitFor({ state: 'detached' })
      await grid.getByText('Robert Jones').waitFor()
      assert.ok(await grid.evaluate((element) => element === document.activeElement), 'the table has the focus again')
      await page.keyboard.press('d')
      await page.getByText(/^Deleted .bjones.$/).waitFor()
      await grid.getByRole('link', { name: 'bjones' }).waitFor({ state: 'detached' })
      await message(page, 'Deleted').getByRole('button', { name: 'Undo' }).click()
      await grid.getByRole('link', { name: 'bjones' }).waitFor()
      await page.keyboard.press('a')
      const dialog = page.getByRole('dialog', { name: 'Add to ATMS users' })
      await dialog.waitFor()
      await page.keyboard.type('new.user')
      await page.keyboard.press('Enter')
      await dialog.getByText('required field is missing').first().waitFor()
      await checkAccessibility(page)
      await dialog.getByRole('textbox', { name: 'DisplayName' }).fill('New')
      const group = dialog.getByRole('combobox', { name: 'UserGroupName' })
      const suggestions = await dialog.locator('option').evaluateAll((options) => options.map(({ value }) => value))
      assert.deepEqual(suggestions, ['Administrators', 'Operators', 'Read Only'])
      await group.fill('nobody')
      await dialog.getByRole('button', { name: 'Add' }).click()
      await dialog.getByText("unknown GroupName 'nobody'").waitFor()
      await group.fill('operators')
      await dialog.getByRole('button', { name: 'Add' }).click()
      await grid.getByRole('link', { name: 'new.user' }).waitFor()
      const { record } = await recordOf(mock, 'atms', 'new.user')
      assert.deepEqual([record.UserGroupName, record.Email], ['Operators', null])
      await page.getByRole('switch', { name: 'IsAccountDisabled of new.user' }).click()
      await page.getByText(/^Turned on IsAccountDisabled of .new.user.$/).waitFor()
      assert.equal((await recordOf(mock, 'atms', 'new.user')).record.IsAccountDisabled, true)
    })
  },

  async 'a new record starts in its first field, also if all are optional'(browser) {
    await withUsers(browser, '/console/users', async (page) => {
      await page.getByRole('grid').waitFor()
      await page.keyboard.press('a')
      const dialog = page.getByRole('dialog', { name: 'Add to Atrium users' })
      await dialog.locator('textarea:focus').waitFor()
      await page.keyboard.type('USR-x')
      await page.keyboard.press('Enter')
      await dialog
        .getByText(/^must look like USR-/)
        .first()
        .waitFor()
    })
  },

  async 'of 100,000 users, only the visible ones are read and on the page; the list does not jump'(browser) {
    const users = Array.from({ length: 100_000 }, (_, i) => ({ identifier: `user-${i}` }))
    await withUsers(browser, '/console/users', async (page, mock) => {
      const state = await mock.call('GET', '/__admin/state')
      await mock.call('PUT', '/__admin/state', { ...state, atrium: { ...state.atrium, users } }, JSON_BODY)
      await page.getByText('100,000', { exact: true }).waitFor()
      const grid = page.getByRole('grid')
      await grid.getByText('user-0', { exact: true }).waitFor()
      assert.ok((await grid.getByRole('row').count()) < 60, 'rows on the page')
      await grid.focus()
      await page.keyboard.press('End')
      await grid.getByText('user-99999').waitFor()
      const frame = grid.locator('..')
      await frame.evaluate((element) => {
        element.scrollTop = 36 * 50_000
      })
      const row = grid.getByText('user-50002', { exact: true })
      await row.waitFor()
      const { y } = await row.boundingBox()
      const { key } = await recordOf(mock, 'atrium', 'user-49950')
      await mock.call('DELETE', `/__admin/records/atrium/users/${key}`)
      await page.getByText('99,999', { exact: true }).waitFor()
      assert.ok(Math.abs((await row.boundingBox()).y - y) < 1, 'it stays where it is')
      await page.keyboard.press('/')
      await page.keyboard.type('user-9999')
      await page.getByText('11 of 99,999').waitFor()
      await grid.getByText('user-9999', { exact: true }).waitFor()
    })
  },

  async 'on a phone: the list, then the record, which can be changed there'(browser) {
    await withUsers(
      browser,
      '/console/users/atms/users',
      async (page, mock) => {
        await page.getByRole('grid').getByRole('link', { name: 'asmith', exact: true }).click()
        await page.getByRole('heading', { name: 'asmith', exact: true }).waitFor()
        await page.getByRole('button', { name: 'Edit', exact: true }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByRole('textbox', { name: 'Phone' }).fill('123')
        await checkAccessibility(page)
        await dialog.getByRole('button', { name: 'Save' }).click()
        await dialog.waitFor({ state: 'detached' })
        assert.equal((await recordOf(mock, 'atms', 'asmith')).record.Phone, '123')
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), NARROW.width)
        await checkAccessibility(page)
        await page.getByRole('link', { name: 'Close the history' }).click()
        await page.getByRole('row', { name: 'dlee' }).getByText('IsAccountDisabled').waitFor()
        await page.getByRole('grid').waitFor()
        await checkAccessibility(page)
      },
      { viewport: NARROW }
    )
  }
}
