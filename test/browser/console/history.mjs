import assert from 'node:assert/strict'
import { checkAccessibility, NARROW, openConsole } from '../support/console-page.mjs'
import { startMock } from '../support/mock.mjs'

const ATRIUM = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', 'content-type': 'application/json' }

export const scenarios = {
  async 'a change appears with its fields and its request, and can be undone; so can the undo'(browser) {
    await withHistory(browser, '', {}, async (page, mock) => {
      await page.getByText('Nothing has changed yet').waitFor()
      const guid = await create(mock, { identifier: 'ada' })
      await mock.call('PUT', `/users/${guid}`, { user: { is_disabled: true } }, ATRIUM)
      await row(page, 'is_disabled: false → true').click()
      assert.equal(new URL(page.url()).pathname, '/console/history/2')
      const detail = page.getByRole('article', { name: 'Revision 2' })
      assert.deepEqual(
        await detail.getByRole('table', { name: 'Changed fields' }).locator('tbody td').allInnerTexts(),
        ['false', 'true']
      )
      await detail.getByRole('link', { name: `PUT /users/${guid}` }).waitFor()
      await detail.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Undid revision 2').waitFor()
      assert.equal(await isDisabled(mock, guid), false, 'after the undo')
      await row(page, 'is_disabled: true → false').waitFor()
      await page.getByRole('status', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
      await row(page, 'is_disabled: false → true').nth(1).waitFor()
      assert.equal(await isDisabled(mock, guid), true, 'after the undo of the undo')
      await detail.getByRole('link', { name: `PUT /users/${guid}` }).click()
      await page.waitForURL(/\/console\/requests\/.+/)
    })
  },

  async 'the call of a change leaves room for its title'(browser) {
    await withHistory(browser, '', {}, async (page, mock) => {
      const { record } = await mock.call('GET', '/__admin/records/atms/users/bjones')
      const path = '/__admin/records/atms/users/bjones'
      await mock.call('PUT', path, { ...record, IsAccountDisabled: true }, { 'content-type': 'application/json' })
      const title = row(page, 'PUT records').getByText('IsAccountDisabled: false → true')
      const isCut = await title.evaluate(({ parentElement: line }) => line.scrollWidth > line.clientWidth)
      assert.equal(isCut, false)
    })
  },

  async 'an undo that is not possible says why in place'(browser) {
    await withHistory(browser, '', { mayFail: /history\/undo$/ }, async (page, mock) => {
      const guid = await create(mock, { identifier: 'ada' })
      await mock.call('PUT', `/users/${guid}`, { user: { identifier: 'grace' } }, ATRIUM)
      await row(page, 'Added ada').click()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page
        .getByRole('article')
        .getByRole('alert')
        .filter({ hasText: /revision 1 cannot be undone: .* was changed since/ })
        .waitFor()
      await row(page, 'identifier: "ada" → "grace"').click()
      await page.getByRole('article', { name: 'Revision 2' }).waitFor()
      assert.equal(await page.getByRole('alert').count(), 0, 'another change starts without the message')
    })
  },

  async 'going back acts at once, and can be undone; everybody sees it'(browser) {
    await withHistory(browser, '', {}, async (page, mock) => {
      await create(mock, { identifier: 'one' })
      await create(mock, { identifier: 'two' })
      const other = await openConsole(browser, mock.url, '/console/history')
      await row(other.page, 'Added two').waitFor()
      await page.getByRole('option', { name: 'The state at the start' }).click()
      await page.getByRole('button', { name: 'Go back to this' }).click()
      await page.getByText('Went back to revision 0').waitFor()
      assert.equal(await users(mock), 7)
      await row(other.page, 'Restored records').waitFor()
      await page.getByRole('status', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Undone', { exact: true }).waitFor()
      assert.equal(await users(mock), 9)
      await other.close()
    })
  },

  async 'two revisions are compared by keys, by a link, and field by field'(browser) {
    await withHistory(browser, '', {}, async (page, mock) => {
      const guid = await create(mock, { identifier: 'one' })
      await mock.call('PUT', `/users/${guid}`, { user: { metadata: 'new' } }, ATRIUM)
      const gone = await create(mock, { identifier: 'gone' })
      await remove(mock, gone)
      await create(mock, { identifier: 'two' })
      await mock.call('POST', '/__admin/mappings', { id: '5f0a8e2e-0000-4000-8000-000000000001' })
      await mock.call('PUT', '/__admin/settings', { fixedDelay: 1 })
      await row(page, 'Changed the settings').waitFor()
      await page.keyboard.press('j')
      await page.getByRole('article', { name: 'Revision 7' }).waitFor()
      await page.keyboard.press('t')
      await page.getByText('Compare to revision 7: select a change and press f').waitFor()
      for (let i = 0; i < 6; i++) await page.keyboard.press('j')
      await page.keyboard.press('f')
      const comparison = page.getByRole('article', { name: 'Comparison' })
      assert.equal(new URL(page.url()).search, '?to=7&from=1')
      const fields = comparison.getByRole('table', { name: `Changed fields of ${guid}` })
      await fields.waitFor()
      assert.deepEqual(await fields.locator('tbody tr').allInnerTexts(), ['metadata\tnull\t"new"'])
      assert.equal(await comparison.getByText('gone').count(), 0, 'it was there in between only')
      await comparison.getByText('1 added').waitFor()
      await comparison.getByText(/^Added two/).click()
      await comparison.getByRole('table', { name: 'Fields of two' }).getByText('"two"').waitFor()
      await comparison.getByText('Added 5f0a8e2e-0000-4000-8000-000000000001').waitFor()
      await comparison.getByRole('table', { name: 'Settings' }).waitFor()
      await comparison.getByLabel('From').fill('7')
      await comparison.getByLabel('From').press('Enter')
      await comparison.getByText('Both states are the same').waitFor()
      await page.goto(`${mock.url}/console/history?from=5&to=3`)
      await comparison.getByText(/^Added gone/).waitFor()
      await comparison.getByText(/^Removed two/).waitFor()
      await checkAccessibility(page)
      await page.getByRole('listbox', { name: 'Changes' }).focus()
      await page.keyboard.press('Escape')
      await page.waitForURL(`${mock.url}/console/history`)
    })
  },

  async 'the filters are in the URL, and stay'(browser) {
    // The reset cleared the journal.
    await withHistory(browser, '', { mayFail: /__admin\/requests\// }, async (page, mock) => {
      const guid = await create(mock, { identifier: 'ada' })
      await create(mock, { identifier: 'grace' })
      await mock.call('PUT', `/users/${guid}`, { user: { is_disabled: true } }, ATRIUM)
      await mock.call('POST', '/__admin/reset')
      await rows(page, /Reset everything/, /is_disabled/, /Added grace/, /Added ada/)
      await page.getByLabel('Records').selectOption('Atrium users')
      await page.waitForURL(`${mock.url}/console/history?api=atrium&list=users`)
      await rows(page, /is_disabled/, /Added grace/, /Added ada/)
      await page.getByRole('searchbox', { name: 'Search changes' }).fill('GRACE')
      await page.waitForURL(`${mock.url}/console/history?api=atrium&list=users&q=GRACE`)
      await rows(page, /Added grace/)
      await page.reload()
      await rows(page, /Added grace/)
      await page.getByRole('searchbox', { name: 'Search changes' }).fill('')
      await row(page, 'Added ada').click()
      await page.getByRole('link', { name: 'Only its changes' }).click()
      await rows(page, /is_disabled/, /Added ada/)
      await page.getByRole('button', { name: 'Show all, not only this record' }).click()
      await page.getByLabel('Records').selectOption('All changes')
      const { changes } = await mock.call('GET', '/__admin/history?limit=1&before=2')
      await page.goto(`${mock.url}/console/history?request=${changes[0].cause.request}`)
      await rows(page, /Added ada/)
      await page.goto(`${mock.url}/console/history?q=nothing-has-this`)
      await page.getByRole('link', { name: 'Show all changes' }).click()
      await row(page, 'Added ada').waitFor()
    })
  },

  async 'a scrolled list stays where it is, and goes back to the oldest change'(browser) {
    await withHistory(browser, '', {}, async (page, mock) => {
      for (let i = 1; i <= 250; i++) await create(mock, { identifier: `new-${i}` })
      await page.reload()
      const list = page.getByRole('listbox', { name: 'Changes' })
      await row(page, 'Added new-250').waitFor()
      await list.evaluate((element) => element.scrollTo(0, 1500))
      const seen = row(page, 'Added new-220')
      await seen.click()
      const before = await seen.boundingBox()
      const read = page.waitForResponse(
        async (response) => response.url().includes('/history?') && (await response.text()).includes('later-30')
      )
      for (let i = 1; i <= 30; i++) await create(mock, { identifier: `later-${i}` })
      await read
      // The page shows what it has read.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      assert.deepEqual(await seen.boundingBox(), before)
      assert.equal(await seen.getAttribute('aria-selected'), 'true')
      assert.ok(await list.evaluate((element) => element === document.activeElement), 'focus')
      await page.keyboard.press('End')
      // All changes, and the oldest state.
      await list.locator('[aria-setsize="281"]').first().waitFor()
      await page.keyboard.press('End')
      await page.getByRole('option', { name: 'The state at the start' }).click()
      assert.equal(new URL(page.url()).pathname, '/console/history/0')
    })
  },

  async 'evicted revisions are explained'(browser) {
    const options = ['--max-history', '3']
    await withHistory(browser, '/1', { options, mayFail: /history\/diff/ }, async (page, mock) => {
      await page.getByText('There is no revision 1').waitFor()
      for (let i = 1; i <= 5; i++) await create(mock, { identifier: `new-${i}` })
      await page.reload()
      await page.getByText('Revision 1 was evicted').waitFor()
      await page.getByText('The oldest known state is revision 2').waitFor()
      await page.getByRole('option', { name: 'The oldest state that is known' }).click()
      await page.getByRole('button', { name: 'Go back to this' }).click()
      await page.getByText('Went back to revision 2').waitFor()
      assert.equal(await users(mock), 9)
      await page.goto(`${mock.url}/console/history?from=0&to=5`)
      await page
        .getByRole('article', { name: 'Comparison' })
        .getByRole('alert')
        .filter({ hasText: 'evicted' })
        .waitFor()
    })
  },

  async 'hostile data is text, in both widths'(browser) {
    await withHistory(browser, '', { viewport: NARROW }, async (page, mock) => {
      await create(mock, {
        identifier: '<img src=x onerror=alert(1)>',
        metadata: '<script>alert(1)</script>\u0007\u202Ex'
      })
      await create(mock, { identifier: 'مرحبا' })
      await row(page, 'Added <img src=x onerror=alert(1)>').click()
      await page.getByText('"<script>alert(1)</script>\\u0007\\u202ex"').waitFor()
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.equal(width, NARROW.width, 'nothing is wider than the page')
      await checkAccessibility(page)
      assert.equal(
        await page.getByRole('listbox', { name: 'Changes' }).isVisible(),
        false,
        'the detail covers the list'
      )
      await page.getByRole('link', { name: 'All changes' }).click()
      await row(page, 'Added مرحبا').waitFor()
    })
  }
}

const row = (page, text) => page.getByRole('option').filter({ hasText: text })

/** Waits until these are the rows, and after them the oldest state. */
async function rows(page, ...expected) {
  const list = page.getByRole('listbox', { name: 'Changes' })
  for (const [index, text] of expected.entries())
    await list.getByRole('option').nth(index).filter({ hasText: text }).waitFor()
  await list.getByRole('option').nth(expected.length).filter({ hasText: 'The state at the start' }).waitFor()
}

const create = async (mock, user) => (await mock.call('POST', '/users', { user }, ATRIUM)).user.guid
const remove = (mock, guid) => mock.call('DELETE', `/users/${guid}`, undefined, { ...ATRIUM, 'content-type': '' })
const users = async (mock) => (await mock.call('GET', '/users', undefined, ATRIUM)).pagination.total_entries
const isDisabled = async (mock, guid) => (await mock.call('GET', `/users/${guid}`, undefined, ATRIUM)).user.is_disabled

async function withHistory(browser, path, { options = [], ...context }, use) {
  const mock = await startMock(...options)
  try {
    const { page, close } = await openConsole(browser, mock.url, `/console/history${path}`, context)
    await use(page, mock)
    await close()
  } finally {
    await mock.stop()
  }
}
