import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkAccessibility, openConsole } from '../support/console-page.mjs'
import { startMock } from '../support/mock.mjs'

const run = promisify(execFile)

export const scenarios = {
  async 'the curl of each API works, and the addresses and credentials can be copied'(browser) {
    await withOverview(browser, async (page, mock) => {
      for (const [title, expected] of [
        ['Atrium', '"total_entries":7'],
        ['ATMS', '"Username"']
      ]) {
        const curl = await page.getByRole('group', { name: `curl for ${title}` }).innerText()
        const { stdout } = await run('sh', ['-c', curl])
        assert.ok(stdout.includes(expected), `${title}: ${stdout.slice(0, 300)}`)
      }
      await page.getByRole('button', { name: 'Copy MX-API-Key of Atrium' }).click()
      await page.getByText('Copied', { exact: true }).first().waitFor()
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'test-api-key')
      await page.getByText('7 Atrium users, 3 user groups, 6 ATMS users').waitFor()
      await page.getByText('default.json').waitFor()
      await checkAccessibility(page)
      await mock.call('POST', '/__admin/reset', { fixtures: 'paging' })
      await page.getByText('260 Atrium users').waitFor()
    })
  },

  async 'the bug report is a file that the command load reads'(browser) {
    const folder = mkdtempSync(join(tmpdir(), 'mock-console-'))
    try {
      await withOverview(browser, async (page, mock) => {
        await mock.call('POST', '/__admin/mappings', { request: { url: '/x' }, response: { status: 503 } })
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Download bug report' }).click()
        ])
        assert.match(download.suggestedFilename(), /^report-default-.*\.json$/)
        const file = join(folder, 'report.json')
        await download.saveAs(file)
        const { $mock, ...state } = JSON.parse(readFileSync(file, 'utf8'))
        assert.equal($mock.report.stubs.mappings.length, 1)
        assert.deepEqual(Object.keys($mock.report), ['health', 'stubs', 'scenarios', 'journal', 'history'])
        assert.equal(Object.keys(state).length, 2, 'the APIs')
        const { stdout } = await run(process.execPath, ['dist/main.cjs', 'load', file, '--url', mock.url])
        assert.match(stdout, /7 Atrium users/)
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

async function withOverview(browser, use) {
  const mock = await startMock()
  try {
    const permissions = ['clipboard-read', 'clipboard-write']
    const { page, close } = await openConsole(browser, mock.url, '/console/overview', {
      permissions
    })
    await use(page, mock)
    await close()
  } finally {
    await mock.stop()
  }
}
