import assert from 'node:assert/strict'
import { attacks, openSite } from './attacks.mjs'
import { startMock } from './support/mock.mjs'

/** Uses the documentation pages, and attacks the mock from other pages. */
export const scenarios = {
  async 'the guide opens, /docs/api shows all three documents, its requests get responses, and other pages cannot use /__admin'(
    browser
  ) {
    const site = await openSite()
    const mock = await startMock('--admin-origin', `http://localhost:${site.port}`)
    try {
      await useDocs(browser, mock.url)
      await attacks(browser, mock.url, site.port)
    } finally {
      site.close()
      await mock.stop()
    }
  }
}

async function useDocs(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1400 } })
  const problems = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  // The page must work offline: it may only send requests to the mock.
  await page.route('**/*', (route) => {
    if (!route.request().url().startsWith(url)) problems.push(`requested ${route.request().url()}`)
    return route.continue()
  })
  await page.goto(`${url}/docs`)
  await page.click('nav >> text=Changelog')
  await page.waitForURL(`${url}/docs/changelog`)
  assert.equal(await page.locator('main h1').innerText(), 'Changelog')
  await page.click('nav >> text=ATMS')
  await page.waitForURL(`${url}/docs/api?urls.primaryName=ATMS`)
  await page.locator('[id="operations-atms_user_groups-atms_read_user_group"]').waitFor()
  await page.click('nav >> text=Atrium')

  const read = await send(page, 'atrium_users-atrium_read_user', {
    user_guid: 'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134'
  })
  assert.match(read, /"identifier": "32d355b8-e2b4-449a-ab5c-86946224e0f9"/)
  const created = await send(page, 'atrium_users-atrium_create_user')
  assert.match(created, /"identifier": "partner-id-1"/)

  await page.click('nav >> text=ATMS')
  const groups = await send(page, 'atms_user_groups-atms_read_user_group', { GroupName: 'operators' })
  assert.match(groups, /"GroupName": "Operators"/)
  await page.click('nav >> text=Control API')
  assert.match(await send(page, 'server-read_health'), /"status": "healthy"/)
  assert.deepEqual(problems, [])
  await page.close()
}

/** Opens an operation, fills in its parameters and sends it. @returns the displayed body of the response */
async function send(page, id, parameters = {}) {
  const operation = page.locator(`[id="operations-${id}"]`)
  await operation.locator('.opblock-summary-control').click()
  for (const [name, value] of Object.entries(parameters)) {
    await operation.locator(`tr[data-param-name="${name}"] input`).fill(value)
  }
  await operation.locator('button.execute').click()
  return operation.locator('.live-responses-table .response-col_description pre.microlight').first().innerText()
}
