import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { checkAccessibility, NARROW, openConsole } from '../support/console-page.mjs'
import { startMock } from '../support/mock.mjs'

const ATRIUM = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', 'content-type': 'application/json' }
const EMPTY = '{"atrium":{"credentials":[{"apiKey":"a","clientId":"b"}],"users":[]}}'
/** Errors that the page causes on purpose. */
const SETS = /__admin\/fixtures/

export const scenarios = {
  async 'the state is saved as a set, another one is served, and the saved one is returned to'(browser) {
    await withFixtures(browser, async (page, mock) => {
      await row(page, 'default').getByText('served now').waitFor()
      await mock.call('POST', '/users', { user: { identifier: 'new' } }, ATRIUM)
      await page.getByLabel('Save the current state as').fill('tuesday')
      await page.keyboard.press('Enter')
      await page.getByText('Saved the state as "tuesday"').waitFor()
      await row(page, 'tuesday').getByRole('cell', { name: '8' }).waitFor()
      await page.getByRole('button', { name: 'Switch to paging' }).click()
      await page.getByText('Reset to "paging"').waitFor()
      await row(page, 'paging').getByText('served now').waitFor()
      assert.equal(await usersOf(mock), 260)
      await toast(page, 'Reset to "paging"').getByRole('button', { name: 'Undo' }).click()
      await row(page, 'default').getByText('served now').waitFor()
      assert.equal(await usersOf(mock), 8, 'the reset was undone')
      await page.keyboard.press('j')
      await page.getByRole('button', { name: 'Return to default' }).and(page.locator(':focus')).waitFor()
      for (let i = 0; i < 3; i++) await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Return to tuesday' }).and(page.locator(':focus')).waitFor()
      assert.equal(await usersOf(mock), 8)
      await checkAccessibility(page)
    })
  },

  async 'a name that cannot be used is reported in place, and a replaced set can be put back'(browser) {
    await withFixtures(browser, async (page, mock) => {
      await mock.call('PUT', '/__admin/fixtures/mine', JSON.parse(EMPTY))
      const name = page.getByLabel('Save the current state as')
      await name.fill('default')
      await page.getByText('“default” cannot be replaced').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('alert').getByText("the fixture set 'default' is built in").waitFor()
      await checkAccessibility(page)
      await name.fill('My Set')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText("invalid fixture set name 'My Set'").waitFor()
      await name.fill('mine')
      await page.getByText('This replaces “mine”').waitFor()
      await page.getByRole('button', { name: 'Replace' }).click()
      await row(page, 'mine').getByRole('cell', { name: '7' }).waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('"mine" is as before').waitFor()
      assert.equal((await mock.call('GET', '/__admin/fixtures/mine')).atrium.users.length, 0)
    })
  },

  async 'files of each format are uploaded'(browser) {
    await withFixtures(browser, async (page) => {
      const files = {
        'a.json': EMPTY,
        'b.jsonc': '// a comment\n{"atrium":{"credentials":[],"users":[],}}',
        'c.json5': "{atrium:{credentials:[{apiKey:'a',clientId:'b'}],users:[{identifier:'x'}]}}",
        'D of mine.csv': 'Username;DisplayName;UserGroupName\nanna;Änne;Operators\n',
        'a.csv': 'identifier\nx\n',
        'e.tsv': 'identifier\tis_disabled\nbob\tno\n'
      }
      await choose(page, files)
      for (const name of ['a', 'a.csv', 'b', 'c', 'd-of-mine', 'e']) await row(page, name).waitFor()
      await row(page, 'b').getByText('nobody can authenticate').waitFor()
      await toast(page, 'Uploaded e.tsv as "e"').getByRole('button', { name: 'Undo' }).click()
      await row(page, 'e').waitFor({ state: 'detached' })
    })
  },

  async 'problems of a file are shown in a table, and a name that is taken can be changed'(browser) {
    await withFixtures(browser, async (page) => {
      await choose(page, { 'bad.json': '{"atrium":{"credentials":[],"users":[{"identifer":"x"},{"guid":7}]}}' })
      const bad = page.getByRole('region', { name: 'bad.json was not uploaded' })
      await bad.getByRole('cell', { name: '/atrium/users/0/identifer' }).waitFor()
      await bad.getByRole('cell', { name: '/atrium/users/1/guid' }).waitFor()
      await choose(page, { 'torn.json': '{"atrium":\n{,', 'cells.csv': 'identifier,is_disabled\nx,maybe\n' })
      await page.getByText('invalid JSON in line 2, column 2').waitFor()
      await page.getByText('row 2, is_disabled').waitFor()
      await checkAccessibility(page)
      await choose(page, { 'bad.json': EMPTY })
      await row(page, 'bad').waitFor()
      await bad.waitFor({ state: 'detached' })
      await choose(page, { 'default.json': EMPTY })
      const taken = page.getByRole('region', { name: 'default.json was not uploaded' })
      await taken.getByLabel('Upload as').fill('other')
      await taken.getByRole('button', { name: 'Upload' }).click()
      await row(page, 'other').waitFor()
      await taken.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Dismiss torn.json' }).click()
      await page.getByText('invalid JSON').waitFor({ state: 'detached' })
    })
  },

  async 'files can be dropped on the page'(browser) {
    await withFixtures(browser, async (page) => {
      const data = await page.evaluateHandle((text) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([text], 'dropped.json'))
        return transfer
      }, EMPTY)
      await page.dispatchEvent('h1', 'dragover', { dataTransfer: data })
      await page.getByText('Drop the files to upload them').waitFor()
      await page.dispatchEvent('h1', 'drop', { dataTransfer: data })
      await row(page, 'dropped').waitFor()
      await page.getByText('or drop them here').waitFor()
    })
  },

  async 'a set is downloaded, and a deleted one comes back with Undo; built-in sets cannot be deleted'(browser) {
    await withFixtures(browser, async (page, mock) => {
      await mock.call('PUT', '/__admin/fixtures/mine', JSON.parse(EMPTY))
      await row(page, 'mine').waitFor()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download default' }).click()
      ])
      assert.equal(download.suggestedFilename(), 'default.json')
      assert.equal(JSON.parse(readFileSync(await download.path(), 'utf8')).atrium.users.length, 7)
      assert.equal(await page.getByRole('button', { name: 'Delete default' }).count(), 0)
      const before = await mock.call('GET', '/__admin/fixtures/mine')
      await page.getByRole('button', { name: 'Delete mine' }).click()
      await page.getByText('Deleted "mine"').waitFor()
      await row(page, 'mine').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Switch to paging' }).and(page.locator(':focus')).waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await row(page, 'mine').waitFor()
      assert.deepEqual(await mock.call('GET', '/__admin/fixtures/mine'), before)
    })
  },

  async 'two pages show the same, the search is in the URL, and it fits on a phone'(browser) {
    await withFixtures(browser, async (page, mock) => {
      const other = await openConsole(browser, mock.url, '/console/fixtures?q=pag', { viewport: NARROW })
      await row(other.page, 'paging').waitFor()
      assert.equal(await row(other.page, 'default').count(), 0)
      await page.getByRole('button', { name: 'Switch to paging' }).click()
      await row(other.page, 'paging').getByText('served now').waitFor()
      await mock.call('PUT', '/__admin/fixtures/paging2')
      await row(other.page, 'paging2').waitFor()
      await checkAccessibility(other.page)
      const width = await other.page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(width <= NARROW.width, `${width} pixels wide`)
      await other.close()
      await page.keyboard.press('/')
      await page.keyboard.type('none')
      await page.getByText('No fixture set has “none” in its name').waitFor()
    })
  }
}

const row = (page, name) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })

const toast = (page, text) => page.getByRole('status', { name: 'Messages' }).locator('.toast').filter({ hasText: text })

const choose = (page, files) =>
  page
    .getByLabel('Fixture files')
    .setInputFiles(Object.entries(files).map(([name, text]) => ({ name, mimeType: '', buffer: Buffer.from(text) })))

const usersOf = async (mock) => (await mock.call('GET', '/users', undefined, ATRIUM)).pagination.total_entries

async function withFixtures(browser, use) {
  const mock = await startMock()
  try {
    const { page, close } = await openConsole(browser, mock.url, '/console/fixtures', { mayFail: SETS })
    page.setDefaultTimeout(8000)
    await row(page, 'default').waitFor()
    await use(page, mock)
    await close()
  } finally {
    await mock.stop()
  }
}
