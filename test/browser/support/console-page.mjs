import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const WIDE = { width: 1280, height: 800 }
export const NARROW = { width: 390, height: 844 }

/**
 * Opens a page of the console, which fails on errors and on requests to other servers.
 *
 * @param path below the server: `/console/users`
 * @param options `colorScheme`, `viewport` and others of Playwright's contexts; `mayFail` for URLs of responses that may be errors
 */
export async function openConsole(browser, url, path = '/console/', { mayFail = /^$/, ...options } = {}) {
  const context = await browser.newContext({ viewport: WIDE, ...options })
  const page = await context.newPage()
  const problems = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !mayFail.test(message.location().url)) problems.push(message.text())
  })
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(url)) problems.push(request.url())
  })
  await page.goto(url + path)
  await page.getByRole('navigation', { name: 'Views' }).waitFor()
  return {
    page,
    async close() {
      await context.close()
      assert.deepEqual(problems, [], 'errors in the page, and requests to other servers')
    }
  }
}

/** Checks the page with axe-core in both color schemes. */
export async function checkAccessibility(page) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Through the debugger, because the policy of the page allows no other scripts.
    await page.evaluate(AXE)
    const { violations } = await page.evaluate(() => window.axe.run())
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    assert.deepEqual(found, [], `axe-core, ${colorScheme}`)
  }
}
