// Replicas on a cluster of NATS nodes: npm run test:cluster [-- --short] [--required] [--seed N] [--rounds N] [PART…]
// --required: a missing tool is a failure, and not a skipped part.
// The last line is "N passed, N failed, N skipped".
import { parseArgs } from 'node:util'
import { Missing } from '../generators/toolbox.mjs'
import { balancer } from './balancer/part.mjs'
import { contracts } from './contracts/part.mjs'
import { kills } from './kills/part.mjs'
import { linearizability } from './linearizability/part.mjs'
import { replicas } from './replicas/part.mjs'
import { security } from './security/part.mjs'
import { verification } from './verification/part.mjs'

// A request of a scenario that has already failed: nobody awaits it any more.
process.on('unhandledRejection', () => {})

const parts = { security, replicas, verification, contracts, kills, balancer, linearizability }

const { values, positionals } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    required: { type: 'boolean', default: false },
    seed: { type: 'string' },
    rounds: { type: 'string' }
  },
  allowPositionals: true
})
const unknown = positionals.find((name) => !Object.hasOwn(parts, name))
if (unknown !== undefined) {
  console.error(`unknown part '${unknown}' (available: ${Object.keys(parts).join(', ')})`)
  process.exit(2)
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 100_000))
console.log(`seed ${seed}`)

const counts = {
  passed: 0,
  failed: 0,
  skipped: 0,
  /** Counts an assertion, and prints it. */
  record(isPassed, text) {
    this[isPassed ? 'passed' : 'failed']++
    console.log(`${isPassed ? 'ok  ' : 'FAIL'} ${text}`)
  }
}
const chosen = positionals.length > 0 ? positionals : Object.keys(parts)
for (const name of chosen) {
  const start = performance.now()
  try {
    await parts[name]({ counts, isShort: values.short, seed, ...(values.rounds && { rounds: Number(values.rounds) }) })
  } catch (error) {
    const isSkipped = error instanceof Missing && !values.required
    counts[isSkipped ? 'skipped' : 'failed']++
    console.log(error instanceof Missing ? `${isSkipped ? 'skipped' : 'FAIL'} ${name}: ${error.message}` : error)
  }
  console.log(`== ${name} (${Math.round((performance.now() - start) / 1000)} s)`)
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed === 0 ? 0 : 1)
