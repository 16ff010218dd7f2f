import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { checkAccessibility, NARROW, openConsole, WIDE } from '../support/console-page.mjs'
import { startMock } from '../support/mock.mjs'

const run = promisify(execFile)

/** Rules whose examples differ: no credentials, a captured value, an encoded one, a header, a long body, other methods. */
const EXAMPLES = [
  'atrium.credentials.required',
  'atrium.routes.delete',
  'atrium.routes.paths',
  'atrium.bodies.size',
  'atrium.user.taken',
  'atms.bodies.encoding'
]

export const scenarios = {
  async 'a request is counted live, and the filters are in the URL'(browser) {
    await withContract(browser, '', async (page, mock) => {
      const rule = ruleOf(page, 'atrium.credentials.required')
      await rule.getByText('not demonstrated').waitFor()
      await page.getByText('live', { exact: true }).waitFor()
      await fetch(`${mock.url}/users`)
      await rule.getByText('demonstrated once').waitFor()
      await page.getByText(/^[1-9]\d* of \d+ rules demonstrated/).waitFor()
      await checkAccessibility(page)

      await page.getByRole('combobox', { name: 'Show' }).selectOption('Demonstrated')
      await page.getByRole('link', { name: 'atrium.routes.list' }).waitFor({ state: 'detached' })
      await page.getByRole('searchbox', { name: 'Search rules' }).fill('CREDENTIALS assumed')
      await page.getByText('No rule matches.').waitFor()
      assert.match(page.url(), /\/console\/contract\?show=demonstrated&q=CREDENTIALS\+assumed$/)
      await page.getByRole('combobox', { name: 'Show' }).selectOption('All rules')
      await page.getByRole('link', { name: 'atrium.credentials.first' }).waitFor()
      await page.getByRole('link', { name: 'atrium.credentials.first' }).click()
      await page.getByRole('group', { name: 'curl for atrium.credentials.first' }).waitFor()
      assert.match(page.url(), /\/console\/contract\/atrium\.credentials\.first\?q=CREDENTIALS\+assumed$/)

      await page.getByRole('button', { name: 'Start over' }).click()
      await page.getByText('The count starts again').waitFor()
      await page.goto(`${mock.url}/console/contract`)
      await rule.getByText('not demonstrated').waitFor()
    })
  },

  async 'a link opens a rule, whose command demonstrates it'(browser) {
    await withContract(browser, '/atms.bodies.encoding', async (page, mock) => {
      for (const id of EXAMPLES) {
        await page.goto(`${mock.url}/console/contract/${id}?show=missing`)
        const rule = ruleOf(page, id)
        const command = await page.getByRole('group', { name: `curl for ${id}` }).innerText()
        await rule.getByText('not demonstrated').waitFor()
        assert.ok(await isVisible(rule), `${id} is scrolled into view`)
        await page.getByText('live', { exact: true }).waitFor()
        const { stdout } = await run('sh', ['-c', command], { maxBuffer: 2 ** 24 })
        assert.match(stdout, /^HTTP/, id)
        // A rule that the URL names stays, although it is demonstrated now.
        await rule.getByText(/^demonstrated (?:once|\d+ times)$/).waitFor()
      }
      await page.getByRole('button', { name: `Copy curl for ${EXAMPLES.at(-1)}` }).click()
      await page.getByRole('button', { name: /^Copied: / }).waitFor()
      await page.goto(`${mock.url}/console/contract/no.such.rule`)
      await page.getByText('There is no rule “no.such.rule”.').waitFor()
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^unique=.*\ngroup=/)
    })
  },

  async 'a sentence in Markdown is shown as text with code'(browser) {
    await withContract(browser, '', async (page, _mock) => {
      const rule = ruleOf(page, 'atrium.routes.create')
      await rule.waitFor()
      assert.deepEqual(await rule.locator('p code').allInnerTexts(), ['POST /users', '{"user":{…}}'])
      const text = await page.locator('main').innerText()
      assert.ok(!text.includes('`'), 'no backticks')
    })
  },

  async 'it fits a narrow window'(browser) {
    await withContract(
      browser,
      '/atrium.user.taken',
      async (page) => {
        await page.getByRole('group', { name: 'curl for atrium.user.taken' }).waitFor()
        const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
        assert.ok(!isWider, 'no horizontal scrolling')
        await checkAccessibility(page)
      },
      NARROW
    )
  }
}

const ruleOf = (page, id) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name: id, exact: true }) })

const isVisible = (item) =>
  item.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  })

async function withContract(browser, path, use, viewport = WIDE) {
  const mock = await startMock()
  try {
    const permissions = ['clipboard-read', 'clipboard-write']
    const { page, close } = await openConsole(browser, mock.url, `/console/contract${path}`, { permissions, viewport })
    await use(page, mock)
    await close()
  } finally {
    await mock.stop()
  }
}
