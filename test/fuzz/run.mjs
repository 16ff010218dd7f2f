// Runs all checks of Schemathesis against the complete documents: npm run test:fuzz [-- --short] [NAME…]; without a name, against all three
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { problemsIn } from './report.mjs'

const REQUIREMENTS = 'test/fuzz/requirements.txt'
const SCHEMATHESIS = '.venv/bin/schemathesis'
const isShort = process.argv.includes('--short')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const LEAST_CASES = named.length > 0 ? 1 : isShort ? 1000 : 10_000
// Cases of the control API take longest: each generates and reads a state.
const EXAMPLES = isShort ? { atrium: 20, atms: 20, admin: 25 } : { atrium: 900, atms: 500, admin: 250 }
const CREDENTIALS = {
  atrium: ['MX-API-Key: test-api-key', 'MX-Client-ID: test-client-id'],
  atms: ['token: test-token'],
  admin: []
}
// Rails has no 405: Atrium responds to a wrong method with 404. The stream of events does not end.
const EXCLUDED = {
  atrium: ['--exclude-checks', 'unsupported_method'],
  atms: [],
  admin: ['--exclude-operation-id', 'read_events']
}

if (!install()) process.exit()
const documents = mkdtempSync(join(tmpdir(), 'mock-documents-'))
spawnSync(process.execPath, ['scripts/specs.mjs', documents], { stdio: 'inherit' })
let cases = 0
const failed = []
for (const name of named.length > 0 ? named : Object.keys(EXAMPLES)) {
  const run = await fuzz(name)
  cases += run.cases
  if (run.status !== 0) failed.push(name)
  failed.push(...run.problems.map((problem) => `${name}: ${problem}`))
}
rmSync(documents, { recursive: true })
console.log(`${cases} cases`)
if (cases < LEAST_CASES) failed.push(`fewer than ${LEAST_CASES} cases`)
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

/** Installs Schemathesis in a virtual environment. @returns whether it is installed */
function install() {
  const pinned = /^schemathesis==(.*)$/m.exec(readFileSync(REQUIREMENTS, 'utf8'))?.[1]
  if (spawnSync(SCHEMATHESIS, ['--version'], { encoding: 'utf8' }).stdout?.trim().endsWith(` ${pinned}`)) return true
  if (spawnSync('python3', ['-m', 'venv', '.venv']).status !== 0) {
    console.log('skipped: fuzzing requires Python 3.10 or later with its venv module')
    return false
  }
  const { status } = spawnSync('.venv/bin/pip', ['install', '--quiet', '-r', REQUIREMENTS], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
  return status === 0
}

/** Tests one document against a new mock. */
async function fuzz(name) {
  const mock = spawn(process.execPath, ['dist/main.cjs', '--port', '0', '--ephemeral', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [ready] = await once(createInterface(mock.stdout), 'line')
  const folder = mkdtempSync(join(tmpdir(), 'mock-fuzz-'))
  const report = join(folder, 'events.ndjson')
  const schemathesis = spawn(
    SCHEMATHESIS,
    [
      ...['--config-file', 'test/fuzz/schemathesis.toml', 'run', join(documents, `${name}.json`)],
      ...['--url', JSON.parse(ready).url, '--checks', 'all', '--max-examples', String(EXAMPLES[name])],
      ...EXCLUDED[name],
      ...['--continue-on-failure', '--no-color', '--generation-database', 'none', '--report-ndjson-path', report],
      ...CREDENTIALS[name].flatMap((header) => ['--header', header])
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  )
  let output = ''
  schemathesis.stdout.on('data', (chunk) => {
    output += chunk
    process.stdout.write(chunk)
  })
  const [status] = await once(schemathesis, 'close')
  mock.kill()
  await once(mock, 'close')
  const problems = await problemsIn(report, JSON.parse(readFileSync(join(documents, `${name}.json`), 'utf8')))
  rmSync(folder, { recursive: true })
  return { status, cases: Number(/^ +(\d+) generated/m.exec(output)?.[1] ?? 0), problems }
}
