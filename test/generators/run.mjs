// Checks that clients and collections generated from the published documents work, and that exports are valid: npm run test:generators [-- --short] [NAME…]
// --short: the tools from npm only. The last line is "N passed, N failed, N skipped".
import { collections } from './collections.mjs'
import { compiled } from './compiled.mjs'
import { har } from './har.mjs'
import { importers } from './importers.mjs'
import { Missing, withMock } from './toolbox.mjs'
import { fromNpm, typescriptFetch } from './typescript.mjs'
import { spectral } from './validators.mjs'

const short = [spectral, har, ...collections, ...importers, ...fromNpm]
const words = process.argv.slice(2)
const named = words.filter((word) => !word.startsWith('--'))
const all = words.includes('--short') ? short : [...short, typescriptFetch, ...compiled]
const chosen = named.length === 0 ? all : all.filter(({ name }) => named.includes(name))
const counts = { passed: 0, failed: 0, skipped: 0 }

for (const { name, run } of chosen) {
  const start = performance.now()
  let result = 'passed'
  try {
    await withMock(run, '--fixtures', 'paging')
  } catch (error) {
    result = error instanceof Missing ? 'skipped' : 'failed'
    console.log(error instanceof Missing ? `${name}: ${error.message}` : error)
  }
  counts[result]++
  console.log(`${result}: ${name} (${Math.round((performance.now() - start) / 1000)} s)`)
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed === 0 && chosen.length > 0 ? 0 : 1
