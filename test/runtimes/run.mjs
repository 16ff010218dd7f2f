// npm run test:runtimes [-- [--short] [--only TEXT] NAME…]: runs the main scenarios on each JavaScript runtime, over real HTTP.
// NAME: node (the one that runs this script), node@VERSION, bun or deno. --only: the scenarios whose names contain TEXT.
// Exit code 1 if a scenario or a runtime failed.
import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { differences } from './differences.mjs'
import { ALL, ensureRuntime, isName, SHORT } from './runtimes.mjs'
import { scenarios } from './scenarios.mjs'
import { endAll, startServer } from './server.mjs'

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
  allowPositionals: true
})
const unknown = positionals.find((name) => !isName(name))
if (unknown !== undefined) {
  console.error(`unknown runtime '${unknown}' (available: node, node@VERSION, bun, deno)`)
  process.exit(2)
}
const names = positionals.length > 0 ? positionals : values.short ? SHORT : ALL

const chosen = Object.entries(scenarios).filter(([name]) => name.includes(values.only))
if (chosen.length === 0) {
  console.error(`no scenario's name contains '${values.only}'`)
  process.exit(2)
}

/** No scenario waits for longer than this, in milliseconds: a request that hangs is a failure, not a stuck run. */
const LIMIT = 20_000

/** Runs one scenario. @returns its error, if it failed */
async function failureOf(scenario) {
  let timer
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not done after ${LIMIT / 1000} s`)), LIMIT)
  })
  try {
    await Promise.race([scenario(), late])
  } catch (error) {
    return error
  } finally {
    clearTimeout(timer)
  }
}

/** Runs all scenarios on one runtime: those that share a server, and those that start their own. */
async function runOn(runtime) {
  const context = { runtime, differs: (key) => differences[runtime.kind]?.[key] }
  const results = []
  for (const [name, { scenario, isShared }] of chosen) {
    const error = await failureOf(async () => {
      if (isShared) await shareServer(context)
      await scenario(context)
      if (isShared) assert.ok(context.server.isRunning, 'the server is still running')
    })
    console.log(`${error ? 'FAIL' : 'ok  '} ${runtime.name}: ${name}`)
    results.push(error === undefined)
    if (error === undefined) continue
    console.log(
      `${error.stack}\n${isShared ? (context.server?.errors() ?? '') : ''}`.trim().replaceAll(/^/gm, '       ')
    )
    endAll()
    context.server = undefined
  }
  endAll()
  return results
}

/** Resets the server that scenarios share, and starts it if necessary. */
async function shareServer(context) {
  context.server ??= await startServer(context.runtime, ['--tls-port', '0'])
  await context.server.reset()
}

const table = []
for (const name of names) {
  try {
    const runtime = await ensureRuntime(name)
    const results = await runOn(runtime)
    const passed = results.filter(Boolean).length
    table.push({ runtime: name, version: runtime.version, passed, failed: results.length - passed, kind: runtime.kind })
  } catch (error) {
    console.log(`FAIL ${name}: ${error.message}`)
    table.push({ runtime: name, version: 'not tested', passed: 0, failed: 1 })
  }
}

console.log()
for (const { runtime, version, passed, failed, kind } of table) {
  console.log(`${runtime.padEnd(12)} ${version.padEnd(12)} ${passed} passed, ${failed} failed`)
  for (const { text } of Object.values(differences[kind] ?? {})) console.log(`${' '.repeat(26)}differs: ${text}`)
}
const failed = table.reduce((sum, row) => sum + row.failed, 0)
console.log(`${failed === 0 ? 'ok' : 'FAIL'}: ${table.length} runtimes, ${failed} failures`)
// A request that hangs would keep the process alive.
process.exit(failed === 0 ? 0 : 1)
