// Takes the pictures of docs/console.md: npm run bundle && node test/browser/docs-images.mjs
import { mkdirSync, writeFileSync } from 'node:fs'
import { launch } from './support/chromium.mjs'
import { openConsole } from './support/console-page.mjs'
import { startMock } from './support/mock.mjs'

const FOLDER = 'docs/images'
const MOST_BYTES = 60_000
const ATRIUM = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', 'content-type': 'application/json' }
const ATMS = { token: 'test-token' }

/** What each picture shows: the path below the console, and what to click there. */
const PICTURES = {
  'console-history': { path: 'history', row: 'is_disabled: false → true' },
  'console-requests': { path: 'requests', row: 'PUT' }
}

const mock = await startMock()
const browser = await launch()
try {
  mkdirSync(FOLDER, { recursive: true })
  await fill()
  for (const [name, { path, row }] of Object.entries(PICTURES)) {
    const options = { viewport: { width: 1200, height: 680 }, colorScheme: 'light' }
    const { page, close } = await openConsole(browser, mock.url, `/console/${path}`, options)
    await page.getByRole('main').getByRole('option').filter({ hasText: row }).first().click()
    await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined)
    const picture = await webp(page)
    if (picture.length > MOST_BYTES) throw new Error(`${name}: ${picture.length} bytes are too many`)
    writeFileSync(`${FOLDER}/${name}.webp`, picture)
    console.log(`${FOLDER}/${name}.webp: ${picture.length} bytes`)
    await close()
  }
} finally {
  await browser.close()
  await mock.stop()
}

/** A few minutes of a tester. */
async function fill() {
  const users = []
  for (const name of ['ada', 'grace', 'linus', 'barbara', 'edsger', 'frances']) {
    const body = { user: { identifier: `${name}@example.com` } }
    users.push((await mock.call('POST', '/users', body, ATRIUM)).user.guid)
  }
  await mock.call('GET', '/users', undefined, ATRIUM)
  await mock.call('GET', '/api/Users', undefined, ATMS)
  await mock.call('PUT', '/__admin/settings', { fixedDelay: 10 })
  await mock.call('PUT', `/users/${users[0]}`, { user: { metadata: 'team one' } }, ATRIUM)
  await fetch(`${mock.url}/users/USR-unknown`, { headers: ATRIUM })
  await fetch(`${mock.url}/users`, { headers: { ...ATRIUM, 'MX-API-Key': 'wrong' } })
  await mock.call('DELETE', `/users/${users[5]}`, undefined, { ...ATRIUM, 'content-type': '' })
  await mock.call('PUT', `/users/${users[1]}`, { user: { is_disabled: true } }, ATRIUM)
  await mock.call('PUT', `/users/${users[2]}`, { user: { identifier: 'linus@example.org' } }, ATRIUM)
}

/** Chromium's pictures in PNG are four times as large. */
async function webp(page) {
  const png = (await page.screenshot()).toString('base64')
  const other = await page.context().newPage()
  const url = await other.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = document.createElement('canvas')
    canvas.width = bitmap.width
    canvas.height = bitmap.height
    canvas.getContext('2d').drawImage(bitmap, 0, 0)
    return canvas.toDataURL('image/webp', 0.5)
  }, png)
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}
