import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'atrium-atms-mock/playwright'

const PORT = 4321
const PAGE = '<!doctype html><button>Create</button><output></output>'

test.use({
  mockOptions: { cors: [`http://127.0.0.1:${PORT}`] },
  launchOptions: { executablePath: process.env['CHROMIUM'], args: ['--no-sandbox'] }
})

test('a page of another origin creates a user', async ({ page, mock, mockUrl }) => {
  const app = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE))
  await once(app.listen(PORT, '127.0.0.1'), 'listening')
  await page.goto(`http://127.0.0.1:${(app.address() as AddressInfo).port}`)
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
  await page.close()
  app.close()
})
