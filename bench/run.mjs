// npm run bench: prints every figure as Markdown. A complete run writes RESULTS.md.
//
//   npm run bench -- [--only throughput|start|scale|suite|others|cluster] [--short]
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startLoad } from './measure.mjs'
import { cluster } from './parts/cluster.mjs'
import { others } from './parts/others.mjs'
import { scale } from './parts/scale.mjs'
import { start } from './parts/start.mjs'
import { suite } from './parts/suite.mjs'
import { throughput } from './parts/throughput.mjs'
import { lineOf, report } from './report.mjs'
import { mock } from './servers.mjs'

/** `users` is the number in each of the two APIs; `starts` how often each server is started. */
const complete = {
  rounds: 21,
  seconds: 0.6,
  warmUp: 5,
  starts: 20,
  users: 500_000,
  deletions: 20_000,
  suiteSeconds: 30,
  clusterSeconds: 10
}
const short = {
  rounds: 5,
  seconds: 0.4,
  warmUp: 2,
  starts: 5,
  users: 500_000,
  deletions: 1_000,
  suiteSeconds: 5,
  clusterSeconds: 3
}
const parts = { throughput, start, scale, suite, others, cluster }

const { only, isShort } = readOptions()
const folder = mkdtempSync(join(tmpdir(), 'mock-bench-'))
const size = isShort ? short : complete
const load = startLoad(size)
const begun = performance.now()
try {
  const program = join(packed(), 'dist', 'main.cjs')
  const fixtureOf = (count) => generate(program, count)
  const context = {
    ...size,
    folder,
    load,
    program,
    mock: (fixture, dataDir) => mock(program, fixture, dataDir),
    small: fixtureOf(500),
    large: () => fixtureOf(size.users)
  }
  const rows = []
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue
    for await (const row of part(context)) {
      rows.push(row)
      console.error(lineOf(row))
    }
  }
  const text = report(rows, size, (performance.now() - begun) / 60_000)
  console.log(text)
  if (only === undefined && !isShort) writeFileSync(new URL('RESULTS.md', import.meta.url), text)
} finally {
  load.stop()
  rmSync(folder, { recursive: true, force: true })
}

function readOptions() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, short: { type: 'boolean', default: false } } })
  const { only, short: isShort } = values
  if (only !== undefined && !Object.hasOwn(parts, only)) {
    throw new Error(`unknown part '${only}' (available: ${Object.keys(parts).join(', ')})`)
  }
  if (!existsSync(new URL('node_modules', import.meta.url))) {
    throw new Error('the other servers are not installed. Run: npm ci --prefix bench')
  }
  return { only, isShort }
}

/** The package as it is published, unpacked: what is measured is what people install. */
function packed() {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const words = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
  const tarball = execFileSync('npm', words, { cwd, encoding: 'utf8' }).trim()
  execFileSync('tar', ['xzf', join(folder, tarball), '-C', folder])
  return join(folder, 'package')
}

/** A fixture with this many users in each API. */
function generate(program, count) {
  const file = join(folder, `${count}.json`)
  const words = ['generate', '--atrium-users', `${count}`, '--atms-users', `${count}`, '--out', file]
  execFileSync(process.execPath, [program, ...words], { stdio: 'ignore' })
  return file
}
