// Uses the pages of the server in headless Chromium: npm run test:browser [-- NAMES], where a name is part of a file or scenario
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launch } from './support/chromium.mjs'

const CONSOLE = 'test/browser/console'
const names = process.argv.slice(2)
const files = [
  'test/browser/docs.mjs',
  ...readdirSync(CONSOLE)
    .sort()
    .map((name) => `${CONSOLE}/${name}`)
]
const browser = await launch()
let failed = 0
try {
  for (const file of files) {
    const { scenarios } = await import(pathToFileURL(file).href)
    for (const [title, run] of Object.entries(scenarios)) {
      const label = `${basename(file, '.mjs')}: ${title}`
      if (names.length > 0 && !names.some((name) => label.includes(name))) continue
      try {
        await run(browser)
        console.log(`ok: ${label}`)
      } catch (error) {
        failed++
        console.error(`FAILED: ${label}\n${error.stack}`)
      }
    }
  }
} finally {
  await browser.close()
}
process.exitCode = failed === 0 ? 0 : 1
