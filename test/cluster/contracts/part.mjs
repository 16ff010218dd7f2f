// The tests of both APIs and of the control API pass unchanged against a replica.
import { once } from 'node:events'
import { natsNodes, untilHealthy } from '../nats.mjs'
import { start, withFolder } from '../processes.mjs'

const SUITES = ['atrium', 'atms', 'admin']
const TAP = [
  'node_modules/.bin/tap',
  'run',
  '--disable-coverage',
  '--allow-empty-coverage',
  '--reporter=tap',
  '--timeout=600'
]
/** tap's last line. */
const SUMMARY = /^# \{ total: (\d+), pass: (\d+)(?:, fail: (\d+))?/gm
/** The innermost failures: their parents follow. */
const FAILED = /^ *not ok .*(?:\n(?! *(?:not ok|ok|# Subtest)).*){0,40}/gm
const SHOWN = 6000

export const contracts = ({ counts, isShort }) =>
  withFolder(async (folder) => {
    const nodes = await natsNodes(folder, 3)
    for (const node of nodes) node.start()
    try {
      await Promise.all(nodes.map(untilHealthy))
      for (const suite of isShort ? SUITES.slice(0, 1) : SUITES) await run(suite, nodes, counts)
    } finally {
      await Promise.all(nodes.map((node) => node.kill()))
    }
  })

/** `test/support/test-store.ts` reads the variable. */
async function run(suite, nodes, counts) {
  const begun = performance.now()
  const tap = start([...TAP, `test/${suite}.test.ts`], {
    ...process.env,
    TEST_STORE: nodes.map(({ url }) => url).join(',')
  })
  let output = ''
  for (const stream of [tap.stdout, tap.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const [status] = await once(tap, 'close')
  const [, , passed = 0, failed = 0] = [...output.matchAll(SUMMARY)].at(-1) ?? []
  const seconds = Math.round((performance.now() - begun) / 1000)
  const text = `test/${suite}.test.ts against a replica: ${passed} passed, ${failed} failed (${seconds} s)`
  counts.record(status === 0 && Number(passed) > 0, text)
  if (status === 0) return
  const failures = [...output.matchAll(FAILED)].map(([text]) => text).join('\n')
  console.log(failures.slice(0, SHOWN) || output.slice(-SHOWN))
}
