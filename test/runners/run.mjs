// Real test runners use the packed program: npm run test:runners [-- --short] [NAME…]
// --short: the runners from npm, with fewer workers of Playwright. The last line is "N passed, N failed, N skipped".
import { Missing } from '../generators/toolbox.mjs'
import { browser } from './browser.mjs'
import { fromNpm } from './from-npm.mjs'
import { otherLanguages } from './other-languages.mjs'
import { packed } from './project.mjs'
import { typed } from './typed.mjs'

const words = process.argv.slice(2)
const named = words.filter((word) => !word.startsWith('--'))
const isShort = words.includes('--short')
const all = isShort ? fromNpm : [...fromNpm, browser, typed, ...otherLanguages]
const chosen =
  named.length === 0 ? all : [...fromNpm, browser, typed, ...otherLanguages].filter(({ name }) => named.includes(name))
const counts = { passed: 0, failed: 0, skipped: 0 }

await packed(chosen.includes(typed) ? 'build' : 'bundle', async (tarball) => {
  for (const { name, run } of chosen) {
    const start = performance.now()
    let result = 'passed'
    try {
      await run(tarball, isShort)
    } catch (error) {
      result = error instanceof Missing ? 'skipped' : 'failed'
      console.log(error instanceof Missing ? `${name}: ${error.message}` : error)
    }
    counts[result]++
    console.log(`${result}: ${name} (${Math.round((performance.now() - start) / 1000)} s)`)
  }
})
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed === 0 && chosen.length > 0 ? 0 : 1
