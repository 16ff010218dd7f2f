// npm run test:package: packs the package, installs it into an empty folder and uses it as people do.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TYPESCRIPT = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mock-package-'))
const { NODE_OPTIONS: _, ...env } = process.env
const run = (file, words, cwd = folder) => execFileSync(file, words, { cwd, encoding: 'utf8', env })
const npm = (words, cwd) => run('npm', ['--silent', ...words], cwd)

const USE = `
  const mock = await startMock({ port: 0, fixtures: 'paging', guidSeed: 'here' })
  const answer = await fetch(mock.url + '/users', { headers: mock.credentials.atrium })
  const { pagination } = await answer.json()
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
  // @ts-expect-error there is no such option
  await startMock({ prot: 1 })
  export { texts, port }`

const stories = {
  'publint finds nothing to say'(tarball) {
    npm(['exec', '--yes', '--', 'publint@0.3.25', 'run', tarball, '--strict'])
  },
  'its types resolve however it is imported'(tarball) {
    npm(['exec', '--yes', '--', '@arethetypeswrong/cli@0.18.5', tarball])
  },
  'nothing else is installed with it'() {
    const { dependencies } = JSON.parse(run('npm', ['ls', '--all', '--json']))
    assert.deepEqual(Object.keys(dependencies), ['atrium-atms-mock'])
    assert.equal(dependencies['atrium-atms-mock'].dependencies, undefined)
  },
  import() {
    write('use.mjs', `import { startMock } from 'atrium-atms-mock'\n${USE}`)
    assert.equal(run('node', ['use.mjs']), '260\n')
  },
  require() {
    write('use.cjs', `const { startMock } = require('atrium-atms-mock')\n;(async () => {${USE}})()`)
    assert.equal(run('node', ['use.cjs']), '260\n')
  },
  'TypeScript, as a module and as CommonJS, with nothing but itself to look at'() {
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
  },
  npx() {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    assert.equal(run('npx', ['atrium-atms-mock', '--version']), `${version}\n`)
    assert.match(run('npx', ['atrium-atms-mock', 'check', 'node_modules/atrium-atms-mock/fixtures/default.json']), /ok/)
  }
}

function write(name, text) {
  writeFileSync(join(folder, name), text)
}

let failed = 0
try {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  npm(['run', 'build'], root)
  const [{ filename, size }] = JSON.parse(
    npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root)
  )
  console.log(`packed: ${(size / 1024).toFixed(0)} KiB`)
  write('package.json', '{ "private": true }')
  npm(['install', '--no-audit', '--no-fund', `./${filename}`])
  for (const [name, story] of Object.entries(stories)) {
    try {
      story(join(folder, filename))
      console.log(`ok      ${name}`)
    } catch (error) {
      failed++
      console.log(`failed  ${name}\n${error.stdout ?? ''}${error.stack}`)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1
