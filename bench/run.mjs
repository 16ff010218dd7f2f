// npm run bench: every figure as a ratio in this one run. Prints Markdown, and keeps it in RESULTS.md.
//
//   node bench/run.mjs [--rounds N] [--seconds N] [--users N] [--only NAME]
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startLoad } from './measure.mjs'
import { rows } from './rows.mjs'
import { mock } from './servers.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '0.6' },
    users: { type: 'string', default: '500000' },
    only: { type: 'string', default: '' }
  }
})
const load = startLoad()
const folder = mkdtempSync(join(tmpdir(), 'mock-bench-'))
const program = join(packed(), 'dist', 'main.cjs')

/** The package as it is published, unpacked: what is measured is what people install. */
function packed() {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const words = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
  const tarball = execFileSync('npm', words, { cwd, encoding: 'utf8' }).trim()
  execFileSync('tar', ['xzf', join(folder, tarball), '-C', folder])
  return join(folder, 'package')
}

function fixtureOf(count) {
  const file = join(folder, `${count}.json`)
  const words = ['generate', '--atrium-users', `${count}`, '--atms-users', `${count}`, '--out', file]
  execFileSync(process.execPath, [program, ...words], { stdio: 'ignore' })
  return file
}

try {
  const lines = []
  const context = {
    folder,
    load,
    mock: (fixture, dataDir) => mock(program, fixture, dataDir),
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    small: fixtureOf(500),
    large: () => fixtureOf(Number(values.users))
  }
  for await (const row of rows(context, values.only)) {
    lines.push(row)
    console.error(row)
  }
  const text = report(lines)
  console.log(text)
  if (values.only === '') writeFileSync(new URL('RESULTS.md', import.meta.url), text)
} finally {
  load.stop()
  rmSync(folder, { recursive: true, force: true })
}

function report(lines) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const [{ model }] = cpus()
  return [
    '# Benchmark',
    '',
    `atrium-atms-mock ${version}, Node ${process.version}, ${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB.`,
    `Bare Fastify with the same routes over a Map is 1.00. Medians of ${values.rounds} turns of ${values.seconds} s each, in one run.`,
    '',
    '| what | ratio | to reach | measured |',
    '|---|---|---|---|',
    ...lines,
    ''
  ].join('\n')
}
