// npm run test:deploy [-- [--short] NAME…]: the configurations in deploy/ with real load balancers (haproxy, nginx, envoy) in front of
// three mocks without a store; and the Compose file and the chart (manifests). What is not installed is skipped. Exit code 1 if a check failed.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkAffinity } from './affinity.mjs'
import { balancers } from './balancers.mjs'
import { drained, faultsStay, idle, killed, stopped } from './failover.mjs'
import { hasHelm, manifests } from './manifests.mjs'
import { end, endAll } from './processes.mjs'
import { startReplicas } from './replicas.mjs'

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false } },
  allowPositionals: true
})
const names = [...Object.keys(balancers), 'manifests']
const unknown = positionals.find((name) => !names.includes(name))
if (unknown !== undefined) {
  console.error(`unknown name '${unknown}' (available: ${names.join(', ')})`)
  process.exit(2)
}
const SANDBOXES = values.short ? 100 : 1000
/** The sandboxes whose requests continue while a replica ends. */
const FOLLOWED = 60

const checks = {
  async 'every spelling of a request reaches the replica of its sandbox'(context) {
    const names = Array.from({ length: SANDBOXES }, (_, i) => `w-${i}`)
    const { homes, requests } = await checkAffinity(context.balancer, names)
    const sizes = context.replicas.all.map(({ name }) => [...homes.values()].filter((home) => home === name).length)
    assert.ok(Math.min(...sizes) > SANDBOXES / 6, `the replicas have ${sizes} sandboxes`)
    context.homes = new Map([...homes].slice(0, FOLLOWED))
    return `${requests} requests to ${SANDBOXES} sandboxes; ${sizes.join(', ')} of them in each replica`
  },
  'a fault of a stub stays with its replica': faultsStay,
  'a drained replica gets no further requests, and none fails': drained,
  'a replica stops': stopped,
  'a replica is killed': killed,
  'a replica dies while nobody sends requests': idle
}

const isChosen = (name) => positionals.length === 0 || positionals.includes(name)
let failed = 0
let passed = 0
for (const [name, kind] of Object.entries(balancers)) {
  if (!isChosen(name)) continue
  if (!kind.isInstalled()) {
    console.log(`skipped: ${name} is not installed`)
    continue
  }
  await test(name, kind)
}
if (isChosen('manifests')) {
  if (!hasHelm()) console.log('skipped: helm is not installed')
  for (const [text, check] of Object.entries(manifests)) await report(`manifests: ${text}`, check)
}
await endAll()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function test(name, kind) {
  const folder = mkdtempSync(join(tmpdir(), `mock-${name}-`))
  const replicas = await startReplicas(folder)
  const started = await kind.start(folder, replicas.all)
  const agent = new Agent({ keepAlive: true })
  const context = { kind, folder, replicas, balancer: { port: started.port, agent } }
  for (const [text, check] of Object.entries(checks)) {
    if (check === drained && kind.drain === undefined) continue
    const isDone = await report(`${name} ${started.version}: ${text}`, () => check(context))
    if (!isDone && context.homes === undefined) break
  }
  agent.destroy()
  await end(started.child)
  await replicas.stopAll()
  rmSync(folder, { recursive: true })
}

/** @returns whether the check passed */
async function report(text, check) {
  try {
    const result = await check()
    console.log(`ok   ${text}${result === undefined ? '' : ` (${result})`}`)
    passed++
    return true
  } catch (error) {
    console.log(`FAIL ${text}\n${error.stack}`)
    failed++
    return false
  }
}
