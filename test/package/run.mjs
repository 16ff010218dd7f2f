// npm run test:package: packs the package, installs it into an empty project, and uses it as a user does.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TYPESCRIPT = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
/** A part that an earlier build could have left behind. */
const OLD_PART = 'old-12345678.cjs'
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mock-package-'))
const { NODE_OPTIONS: _, ...env } = process.env
const run = (file, words, cwd = folder) => execFileSync(file, words, { cwd, encoding: 'utf8', env })
const npm = (words, cwd) => run('npm', ['--silent', ...words], cwd)

const USE = `
  const mock = await startMock({ port: 0, fixtures: 'paging', guidSeed: 'here' })
  const response = await fetch(mock.url + '/users', { headers: mock.credentials.atrium })
  const { pagination } = await response.json()
  await mock.close()
  console.log(pagination.total_entries)`

const TYPED = `
  import { startMock, type Credentials, type MockOptions, type RunningMock, type SandboxHandle } from 'atrium-atms-mock'
  const options: MockOptions = { port: 0, auth: 'any', tlsName: ['a.example'] }
  const mock: RunningMock = await startMock(options)
  const worker: SandboxHandle = mock.sandbox('w1')
  const { atrium, atms }: Credentials = worker.credentials
  const texts: string[] = [mock.url, worker.url, mock.fixtures.name, atrium['MX-API-Key'] ?? '', atms['token'] ?? '']
  const port: number = mock.port
  await mock.reset('empty')
  // @ts-expect-error unknown option
  await startMock({ prot: 1 })
  export { texts, port }`

/** The entries for test runners that need no runner, or one that is missing here. */
const RUNNERS = { test: undefined, playwright: '@playwright/test', vitest: 'vitest', testcontainers: 'testcontainers' }

/** In bytes. */
const LARGEST_PACKAGE = 1_600_000
/** In bytes: the server is larger by far. */
const LARGEST_ENTRY = 8 * 1024

const checks = {
  'an entry for a test runner loads its runner, and nothing else of the package'() {
    for (const [entry, runner] of Object.entries(RUNNERS)) {
      if (runner !== undefined) write(`node_modules/${runner}/package.json`, '{ "main": "index.js" }')
      if (runner !== undefined) write(`node_modules/${runner}/index.js`, FAKE_RUNNER)
      for (const extension of entry === 'vitest' ? ['mjs'] : ['mjs', 'cjs']) {
        write(`loads.${extension}`, loadsOf(entry, extension))
        const loaded = JSON.parse(run('node', [`loads.${extension}`]))
        const own = loaded.filter((path) => path.startsWith('atrium-atms-mock/dist/'))
        const isAllowed = (path) => new RegExp(`/(?:${entry}|chunk-[0-9A-Z]{8})\\.c?js$`).test(path)
        assert.ok(own.every(isAllowed) && bytesOf(own) < LARGEST_ENTRY, `${entry}: ${own}, ${bytesOf(own)} bytes`)
        const others = loaded.filter((path) => !own.includes(path))
        assert.deepEqual(others, runner === undefined ? [] : [`${runner}/index.js`], entry)
      }
      if (runner !== undefined) rmSync(join(folder, 'node_modules', runner), { recursive: true })
    }
  },
  'publint reports no problems'(tarball) {
    npm(['exec', '--yes', '--', 'publint@0.3.25', 'run', tarball, '--strict'])
  },
  'its types resolve for every kind of import'(tarball) {
    npm(['exec', '--yes', '--', '@arethetypeswrong/cli@0.18.5', '--profile', 'node16', tarball])
  },
  'it has no dependencies'() {
    const { dependencies } = JSON.parse(run('npm', ['ls', '--all', '--json']))
    assert.deepEqual(Object.keys(dependencies), ['atrium-atms-mock'])
    // npm lists optional peers that are missing, without a version.
    const installed = Object.values(dependencies['atrium-atms-mock'].dependencies ?? {})
    assert.deepEqual(
      installed.filter(({ version }) => version !== undefined),
      []
    )
  },
  'the library can be imported'() {
    write('use.mjs', `import { startMock } from 'atrium-atms-mock'\n${USE}`)
    assert.equal(run('node', ['use.mjs']), '260\n')
  },
  'the library can be required'() {
    write('use.cjs', `const { startMock } = require('atrium-atms-mock')\n;(async () => {${USE}})()`)
    assert.equal(run('node', ['use.cjs']), '260\n')
  },
  'TypeScript, as a module and as CommonJS, without other types'() {
    write('typed.mts', TYPED)
    write(
      'typed.cts',
      `async function test() {\n${TYPED.replace(/^.*import.*$/m, '').replace(/^.*export.*$/m, '')}\n}\n
      import { startMock, type Credentials, type MockOptions, type RunningMock, type SandboxHandle } from 'atrium-atms-mock'
      export = test`
    )
    const strict = ['--strict', '--noEmit', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2022']
    run('node', [TYPESCRIPT, ...strict, '--module', 'nodenext', 'typed.mts', 'typed.cts'])
    run('node', [TYPESCRIPT, ...strict, '--module', 'esnext', '--moduleResolution', 'bundler', 'typed.mts'])
    // Next to TypeScript's own declaration of the symbol.
    write(
      'disposed.mts',
      "import { startMock } from 'atrium-atms-mock'\nawait using mock = await startMock()\nmock.url"
    )
    run('node', [TYPESCRIPT, '--strict', '--noEmit', '--lib', 'esnext', '--module', 'nodenext', 'disposed.mts'])
  },
  'types describe the options, and export only values that the library has'() {
    const types = readFileSync(join(folder, 'node_modules/atrium-atms-mock/dist/types/index.d.cts'), 'utf8')
    assert.match(types, /\/\*\* the port; .*\*\/\n +port: /, 'the description of an option')
    assert.match(
      types,
      /^export \{ BehaviorError, DataDirectoryError, FixtureFileError, startMock \};$/m,
      'the only values'
    )
  },
  'an older Node prints which version is required'() {
    const onNode18 = (...words) =>
      spawnSync('npm', ['exec', '--yes', '--package=node@18', '--', 'node', ...words], {
        cwd: folder,
        encoding: 'utf8',
        env
      })
    const program = onNode18('node_modules/atrium-atms-mock/dist/main.cjs')
    assert.equal(program.status, 1)
    assert.match(program.stderr, /^atrium-atms-mock requires Node\.js 20\.19 or later; this is Node\.js 18\.[\d.]+\n$/)
    write('older.mjs', "import('atrium-atms-mock').catch(({ message }) => console.log(message))")
    assert.match(onNode18('older.mjs').stdout, /^atrium-atms-mock requires Node\.js 20\.19 or later/)
  },
  'it contains no parts of earlier builds'() {
    const list = join(root, 'dist/.npmignore')
    const old = existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : []
    assert.ok(old.includes(`/${OLD_PART}`), 'the build lists the part')
    const packed = readdirSync(join(folder, 'node_modules/atrium-atms-mock/dist'))
    assert.deepEqual(
      packed.filter((name) => old.includes(`/${name}`) || name === '.npmignore'),
      []
    )
  },
  'it contains the guide'() {
    const root = join(folder, 'node_modules/atrium-atms-mock')
    const { guidePage } = createRequire(import.meta.url)(join(root, 'dist/guide.cjs'))
    for (const page of ['start', 'changelog', 'specs/atrium']) assert.match(guidePage(root, page), /<h1 /, page)
  },
  'it contains the console, and the licences of its libraries'() {
    const dist = join(folder, 'node_modules/atrium-atms-mock/dist')
    assert.deepEqual(readdirSync(join(dist, 'console')).sort(), ['console.css', 'console.js', 'index.html'])
    const notices = readFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
    for (const name of ['preact', '@preact/signals', '@preact/signals-core'])
      assert.match(notices, new RegExp(`^${name} \\d`, 'm'))
  },
  'the program is executable'() {
    assert.equal(statSync(join(folder, 'node_modules/atrium-atms-mock/dist/main.cjs')).mode & 0o111, 0o111)
  },
  'npx runs the program'() {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    assert.equal(run('npx', ['atrium-atms-mock', '--version']), `${version}\n`)
    assert.match(run('npx', ['atrium-atms-mock', 'check', 'node_modules/atrium-atms-mock/fixtures/default.json']), /ok/)
  }
}

/** In place of a runner: just enough to define the fixtures, or the container. */
const FAKE_RUNNER = `
  exports.test = { extend: () => exports.test }
  exports.expect = exports.recordArtifact = () => {}
  exports.GenericContainer = exports.AbstractStartedContainer = class {}
  exports.Wait = {}`

/** A program that prints the files that an entry loads, below node_modules. */
const loadsOf = (entry, extension) => `
  ${extension === 'mjs' ? "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" : ''}
  const load = async () => ${extension === 'mjs' ? `import('atrium-atms-mock/${entry}')` : `require('atrium-atms-mock/${entry}')`}
  load().then(() => {
    const files = Object.keys(require.cache).map((path) => path.replaceAll('\\\\', '/').replace(/^.*\\/node_modules\\//, ''))
    console.log(JSON.stringify(files.filter((path) => !/loads\\.cjs$/.test(path))))
  })`

const bytesOf = (paths) => paths.reduce((sum, path) => sum + statSync(join(folder, 'node_modules', path)).size, 0)

function write(name, text) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

let failed = 0
const oldPart = join(root, 'dist', OLD_PART)
try {
  mkdirSync(dirname(oldPart), { recursive: true })
  writeFileSync(oldPart, '')
  npm(['run', 'build'], root)
  const [{ filename, size }] = JSON.parse(
    npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root)
  )
  console.log(`packed: ${size} bytes`)
  if (size > LARGEST_PACKAGE) throw new Error(`the packed package must have at most ${LARGEST_PACKAGE} bytes`)
  write('package.json', '{ "private": true }')
  npm(['install', '--no-audit', '--no-fund', `./${filename}`])
  for (const [name, check] of Object.entries(checks)) {
    try {
      check(join(folder, filename))
      console.log(`ok      ${name}`)
    } catch (error) {
      failed++
      console.log(`failed  ${name}\n${error.stdout ?? ''}${error.stack}`)
    }
  }
} finally {
  rmSync(oldPart, { force: true })
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1
