import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { checkAccessibility, NARROW } from '../support/console-page.mjs'
import { withRequests } from '../support/requests.mjs'

export const scenarios = {
  async 'requests are grouped by test and trace, and exported as HAR'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      const trace = 'a'.repeat(32)
      const sent = [
        { 'Mock-Test': 'says "hi"' },
        { 'Mock-Test': 'other', traceparent: `00-${trace}-${'b'.repeat(16)}-01` },
        {}
      ]
      for (const headers of sent) await fetch(`${mock.url}/users`, { headers })
      await page.getByText('3', { exact: true }).waitFor()
      const groups = page.getByRole('combobox', { name: 'Group' })
      const labels = await groups.locator('option').allInnerTexts()
      assert.deepEqual(labels, ['All requests', 'test:"other" (1)', `trace:"${trace}" (1)`, `test:"says 'hi'" (1)`])
      for (const label of labels.slice(1)) {
        await groups.selectOption(label)
        await page.getByText('1 of 3', { exact: true }).waitFor()
      }
      assert.equal(await page.getByRole('searchbox', { name: 'Search requests' }).inputValue(), `test:"says 'hi'"`)
      await groups.selectOption('All requests')
      await page.getByText('3', { exact: true }).waitFor()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export HAR' }).click()
      ])
      assert.equal(file.suggestedFilename(), 'requests.har')
      assert.equal(JSON.parse(readFileSync(await file.path(), 'utf8')).log.entries.length, 3)
      await page.setViewportSize(NARROW)
      const { x, width } = await groups.boundingBox()
      assert.ok(x + width <= NARROW.width, `the groups end at ${x + width} pixels`)
      await checkAccessibility(page)
    })
  }
}
