import assert from 'node:assert/strict'
import { API, row, send, withRequests } from '../support/requests.mjs'

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

export const scenarios = {
  async 'markup, control characters and right-to-left text are shown as text'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      const stub = { name: MARKUP, request: { url: '/stubbed' }, response: { status: 500, body: MARKUP } }
      await mock.call('POST', '/__admin/mappings', stub)
      await send(mock, 'GET', '/stubbed', undefined, { 'X-Markup': MARKUP }).catch(() => undefined)
      await row(page, '/stubbed').click()
      await page.getByRole('link', { name: MARKUP }).waitFor()
      await page
        .getByRole('term')
        .filter({ hasText: /^x-markup$/i })
        .waitFor()
      assert.equal(await page.getByRole('group', { name: 'Body of the response' }).innerText(), MARKUP)

      const user = { identifier: `\u202eabc\u0007${MARKUP}`, metadata: 'مرحبا' }
      await send(mock, 'POST', '/users', { user })
      await row(page, /POST/).click()
      const changed = page.getByRole('region', { name: 'What it changed' })
      await changed.getByText(`\\u202eabc\\u0007${JSON.stringify(MARKUP).slice(1)}`).waitFor()
      await changed.getByText('مرحبا').waitFor()
      await page.getByRole('searchbox').fill(MARKUP)
      await page.getByText('1 of 2').waitFor()
      assert.match(await page.title(), /^Requests/, 'no script ran')
      assert.equal(await page.locator('main img, main script').count(), 0)
    })
  },

  async 'a body of 5 MB is shown in parts, and numbers of any length stay as they are'(browser) {
    await withRequests(
      browser,
      '',
      async (page, mock) => {
        await send(mock, 'POST', '/users', { user: { identifier: 'x'.repeat(5_000_000) } })
        await row(page, /POST/).click()
        const body = page.getByRole('group', { name: 'Body of the request' })
        await page.getByText('5 MB, too long to format').waitFor()
        const length = async () => (await body.innerText()).length
        assert.equal(await length(), 50_000)
        await page.getByRole('button', { name: 'Show 50 KB more of 5 MB' }).click()
        await page.waitForFunction(() => document.querySelectorAll('.body pre span').length === 2)
        assert.equal(await length(), 100_000)
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Download body of the request' }).click()
        ])
        assert.equal(download.suggestedFilename(), 'request-body.txt')
        await page.getByText('which the journal does not keep').waitFor()

        const text = '{"n":12345678901234567890,"e":{},"list":[1.0]}'
        await fetch(`${mock.url}/exact`, { method: 'POST', headers: API, body: text })
        await row(page, '/exact').click()
        await page.waitForFunction(() =>
          document.querySelector('.body pre')?.textContent.includes('12345678901234567890')
        )
        assert.equal(
          await body.innerText(),
          '{\n  "n": 12345678901234567890,\n  "e": {},\n  "list": [\n    1.0\n  ]\n}'
        )
        await page.getByRole('button', { name: 'Formatted body of the request' }).click()
        await page.waitForURL(/bodies=raw/)
        assert.equal(await body.innerText(), text)
      },
      { server: ['--body-limit', '10485760'] }
    )
  }
}
