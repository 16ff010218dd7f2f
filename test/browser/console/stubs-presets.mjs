import assert from 'node:assert/strict'
import { checkAccessibility, openConsole } from '../support/console-page.mjs'
import { stubsOf, withStubs } from '../support/stubs-page.mjs'

const ATRIUM = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' }

export const scenarios = {
  async 'the presets add and remove their stubs, on every page'(browser) {
    await withStubs(browser, '', async (page, mock) => {
      const other = await openConsole(browser, mock.url, '/console/stubs')
      const names = ['Flaky', 'Slow', 'Down', 'Rate limited', 'Lost responses']
      for (const name of names) await page.getByRole('switch', { name }).click()
      for (const name of names) await other.page.getByRole('switch', { name, checked: true }).waitFor()
      assert.equal((await stubsOf(mock)).length, 5)
      assert.equal((await fetch(`${mock.url}/users`, { headers: ATRIUM })).status, 503, 'Down acts first')
      await other.page.goto(mock.url)
      assert.equal(other.page.url(), `${mock.url}/console/`, 'the address of the server still shows the console')
      await other.page.goto(`${mock.url}/console/stubs`)
      await other.page.getByText('any request').first().waitFor()
      for (const name of names.filter((name) => name !== 'Rate limited')) {
        await other.page.getByRole('switch', { name }).click()
        await page.getByRole('switch', { name, checked: false }).waitFor()
      }
      const statuses = new Set()
      for (let i = 0; i < 30; i++) statuses.add((await fetch(`${mock.url}/users`, { headers: ATRIUM })).status)
      assert.deepEqual([...statuses].sort(), [200, 429])
      await page.getByRole('switch', { name: 'Rate limited' }).press('Space')
      await page.getByText('No stubs').waitFor()
      await other.close()
    })
  },

  async 'scenarios show their states, which can be set'(browser) {
    await withStubs(browser, '', async (page, mock) => {
      const stub = (from, to, status) => ({
        scenarioName: 'job',
        requiredScenarioState: from,
        newScenarioState: to,
        request: { urlPath: '/jobs' },
        response: { status }
      })
      const mappings = [stub('Started', 'done', 202), stub('done', 'done', 200)]
      await mock.call('POST', '/__admin/mappings/import', { mappings })
      const state = page.getByRole('combobox', { name: 'job' })
      await state.waitFor()
      assert.equal(await state.inputValue(), 'Started')
      await fetch(`${mock.url}/jobs`)
      await page.waitForFunction(() => document.querySelector('.scenario select')?.value === 'done')
      await state.selectOption('Started')
      assert.equal((await fetch(`${mock.url}/jobs`)).status, 202)
      await page.waitForFunction(() => document.querySelector('.scenario select')?.value === 'done')
      await page.getByRole('button', { name: 'Restart all' }).click()
      await page.waitForFunction(() => document.querySelector('.scenario select')?.value === 'Started')
      await checkAccessibility(page)
    })
  }
}
