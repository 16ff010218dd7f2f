// Runs every fenced block of README.md and docs/*.md as it is printed: npm run test:docs [-- PAGE…]
// A page is named by its path, or by its name without .md. The last line is "N passed, N failed": pages, and the check of this program.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { checkThatFaultsAreFound } from './broken-pages.mjs'
import { runPage } from './page.mjs'
import { installPackage, pageEnvironment, pythonEnvironment } from './setup.mjs'

/** How many lines of an output are shown. */
const LONGEST = 60
const named = process.argv.slice(2)
const all = ['README.md', ...(existsSync('docs') ? readdirSync('docs').sort() : []).map((name) => `docs/${name}`)]
const pages = all.filter(
  (path) => path.endsWith('.md') && (named.length === 0 || named.some((name) => isNamed(path, name)))
)
const unknown = named.filter((name) => !pages.some((path) => isNamed(path, name)))
const counts = { passed: 0, failed: 0 }

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mock-docs-')))
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

const home = join(folder, 'home')
mkdirSync(home)
const tarball = installPackage(folder)
const python = pythonEnvironment('python', 'test/docs/requirements.txt')
const validators = async () => pythonEnvironment('yaml', 'test/docs/requirements-yaml.txt')
const environment = pageEnvironment(home, join(folder, 'node_modules/.bin'), python)
const run = (source, name) => runPage(source, { folder: join(folder, 'pages', name), environment, tarball, validators })
if (named.length === 0) await count('faults are found', () => checkThatFaultsAreFound(run))
for (const path of pages) {
  await count(path, () => run(readFileSync(path, 'utf8'), path.replaceAll('/', '-').replace(/\.md$/, '')))
}
for (const name of unknown) {
  counts.failed++
  console.log(`failed  unknown page '${name}' (available: ${all.join(', ')})`)
}
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed === 0 ? 0 : 1

function isNamed(path, name) {
  return path === name || basename(path, '.md') === name
}

/** Runs a page, prints its result, and counts it. */
async function count(path, run) {
  const start = performance.now()
  try {
    const result = await run()
    counts.passed++
    const seconds = Math.round((performance.now() - start) / 1000)
    console.log(`ok      ${path}${result === undefined ? '' : `: ${summary(result)}`} (${seconds} s)`)
    for (const { line, reason } of result?.notRun ?? []) console.log(`        ${path}:${line} not run: ${reason}`)
  } catch (error) {
    counts.failed++
    console.log(error.block === undefined ? `failed  ${path}\n${error.stack}` : describe(path, error))
  }
}

function summary({ run, checked, written, notRun }) {
  return `${run} run, ${checked} checked, ${written} written to files, ${notRun.length} not run`
}

function describe(path, { block, message, output, expected }) {
  const first = `failed  ${path}:${block.line} ${message}`
  const parts = [first, section('block', block.text), section('output', output)]
  return [...parts, ...(expected === undefined ? [] : [section('expected', expected)])].join('\n')
}

function section(title, text) {
  const lines = text.trimEnd().split('\n')
  if (lines.length > LONGEST) lines.splice(LONGEST / 2, lines.length - LONGEST, '[…]')
  return [`  ${title}:`, ...lines.map((line) => `    ${line}`)].join('\n')
}
