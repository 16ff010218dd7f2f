import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base, expect } from 'atrium-atms-mock/playwright'

const PAGE = '<!doctype html><button>Create</button><output></output>'

// The mock starts after the application, so it knows the origin of the pages.
const test = base.extend<object, { readonly appUrl: string }>({
  appUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright requires the pattern.
    async ({}, use) => {
      const app = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE))
      await once(app.listen(0, '127.0.0.1'), 'listening')
      await use(`http://127.0.0.1:${(app.address() as AddressInfo).port}`)
      app.closeAllConnections()
      app.close()
    },
    { scope: 'worker' }
  ],
  mockOptions: async ({ appUrl }, use) => use({ cors: [appUrl] })
})

test.use({ launchOptions: { executablePath: process.env['CHROMIUM'], args: ['--no-sandbox'] } })

test('a page of another origin creates a user', async ({ page, appUrl, mock, mockUrl }) => {
  await page.goto(appUrl)
  await page.evaluate(
    ([url, headers]) => {
      document.querySelector('button')?.addEventListener('click', async () => {
        const body = JSON.stringify({ user: { identifier: 'from-the-page' } })
        const request = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body }
        const response = await fetch(`${url}/users`, request)
        document.querySelector('output')?.append(String(response.status))
      })
    },
    [mockUrl, mock.credentials.atrium] as const
  )
  await page.getByRole('button').click()
  const json = { user: { identifier: 'from-the-page' } }
  await mock.expectRequest({ method: 'POST', urlPath: '/users', json }, { times: 1, timeoutMs: 5000 })
  await expect(page.locator('output')).toHaveText('200')
})
