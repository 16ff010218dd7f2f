// The tests of WireMock's clients pass against this server: npm run test:clients [-- --short] [NAME…]
// --short: the two quickest. The last line is "N passed, N failed, N skipped": tests, and skipped suites.
import { Missing, temporaryFolder, withMock } from '../generators/toolbox.mjs'
import { go } from './go.mjs'
import { java } from './java.mjs'
import { captain, python } from './scripts.mjs'
import { UNSUPPORTED } from './unsupported.mjs'

const words = process.argv.slice(2)
const named = words.filter((word) => !word.startsWith('--'))
const all = words.includes('--short') ? [captain, python] : [captain, python, go, java]
const chosen = named.length === 0 ? all : all.filter(({ name }) => named.includes(name))
const counts = { passed: 0, failed: 0, skipped: 0 }

for (const { name, run } of chosen) {
  const start = performance.now()
  try {
    const { results, output } = await temporaryFolder((stubs) =>
      withMock((url) => run(url), '--stubs', stubs, '--allow-shutdown')
    )
    const unexpected = differences(results, UNSUPPORTED[name] ?? {})
    counts.passed += results.size - unexpected.length
    counts.failed += unexpected.length
    if (unexpected.length > 0) console.log(output, unexpected.join('\n'))
    console.log(`${name}: ${results.size} tests (${Math.round((performance.now() - start) / 1000)} s)`)
  } catch (error) {
    counts[error instanceof Missing ? 'skipped' : 'failed']++
    console.log(error instanceof Missing ? `${name}: ${error.message}` : error)
  }
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed === 0 && chosen.length > 0 ? 0 : 1

/** @returns one line for each test whose result is not the expected one */
function differences(results, unsupported) {
  const found = []
  for (const [test, passed] of results) {
    if (passed && test in unsupported) found.push(`${test} passes: remove it from the list of unsupported features`)
    if (!passed && !(test in unsupported)) found.push(`${test} fails`)
  }
  for (const test of Object.keys(unsupported)) if (!results.has(test)) found.push(`${test} is listed, but did not run`)
  return found
}
