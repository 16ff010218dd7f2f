// The tests of both APIs and of the control API pass unchanged against a replica.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { natsNodes, untilHealthy } from '../nats.mjs'

const SUITES = ['atrium', 'atms', 'admin']
const TAP = 'node_modules/.bin/tap'
/** tap's last line. */
const SUMMARY = /^# \{ total: (\d+), pass: (\d+)(?:, fail: (\d+))?/gm
const FAILED = /^ *not ok .*(?:\n.*){0,20}/gm

export async function contracts({ counts, isShort }) {
  const folder = mkdtempSync(join(tmpdir(), 'mock-contracts-'))
  const nodes = await natsNodes(folder, 3)
  try {
    for (const node of nodes) node.start()
    await Promise.all(nodes.map(untilHealthy))
    for (const suite of isShort ? SUITES.slice(0, 1) : SUITES) await run(suite, nodes, counts)
  } finally {
    await Promise.all(nodes.map((node) => node.kill()))
    rmSync(folder, { recursive: true })
  }
}

/** `test/support/test-store.ts` reads the variable. */
async function run(suite, nodes, counts) {
  const env = { ...process.env, TEST_STORE: nodes.map(({ url }) => url).join(',') }
  const start = performance.now()
  const words = ['run', '--disable-coverage', '--allow-empty-coverage', '--reporter=tap', '--timeout=600']
  const tap = spawn(TAP, [...words, `test/${suite}.test.ts`], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  tap.stdout.setEncoding('utf8').on('data', (text) => (output += text))
  const [status] = await once(tap, 'close')
  const [, , passed = 0, failed = 0] = [...output.matchAll(SUMMARY)].at(-1) ?? []
  counts.record(
    status === 0 && Number(passed) > 0,
    `test/${suite}.test.ts against a replica: ${passed} passed, ${failed} failed`
  )
  if (status !== 0)
    console.log(
      [...output.matchAll(FAILED)]
        .map(([text]) => text)
        .join('\n')
        .slice(0, 6000)
    )
}
