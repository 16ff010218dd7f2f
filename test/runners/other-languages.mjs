// pytest, JUnit and Go: the files of the pages in docs/, with tests in parallel and a test that fails on purpose.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readPage } from '../docs/blocks.mjs'
import { installed, requires, run, temporaryFolder, withMock } from '../generators/toolbox.mjs'
import { attempt } from './project.mjs'

const PARALLEL = 64

/** @param prepare requires and installs the tools. @returns how to run the tests; `failing` selects the one that fails */
const language = (name, { tests, failures, prepare }) => ({
  name,
  run: () =>
    temporaryFolder(async (cwd) => {
      const { command, argsFor, env: ofTools = {} } = await prepare(cwd)
      const { blocks } = readPage(readFileSync(`docs/testing-${name}.md`, 'utf8'))
      for (const { file, text } of blocks) if (file !== undefined) write(join(cwd, file), text)
      cpSync(join('test/runners/projects', name), join(cwd, tests), { recursive: true })
      await withMock(
        async (url) => {
          const env = { ...ofTools, MOCK_URL: url, PARALLEL: String(PARALLEL) }
          const passing = await attempt(command, argsFor('passing'), { cwd, env })
          assert.equal(passing.status, 0, passing.output)
          const failing = await attempt(command, argsFor('failing'), { cwd, env: { ...env, FAIL: '1' } })
          assert.notEqual(failing.status, 0, failing.output)
          checkFailure(join(cwd, failures), failing.output)
          const { sandboxes } = await (await fetch(`${url}/__admin/sandboxes`)).json()
          assert.deepEqual(sandboxes.map(({ name }) => name).sort(), ['barrier', 'default'], 'sandboxes were dropped')
        },
        '--fixtures',
        'empty'
      )
    })
})

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** The HAR file of the failed test, and its report. */
function checkFailure(folder, output) {
  const [file, ...others] = readdirSync(folder)
  assert.deepEqual(others, [], 'one test failed')
  const { entries } = JSON.parse(readFileSync(join(folder, file), 'utf8')).log
  assert.equal(entries.length, 1)
  assert.match(entries[0].request.postData.text, /sent-by-the-client/)
  assert.match(output, /sent-by-the-client/)
}

const pytest = language('pytest', {
  tests: '.',
  failures: 'mock-failures',
  async prepare() {
    requires('python3')
    const packages = await installed('pytest', [resolve('test/runners/requirements.txt')], (folder) =>
      run('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, '-r', join(folder, 'requirements.txt')])
    )
    return {
      command: 'python3',
      argsFor: (kind) =>
        kind === 'passing'
          ? ['-m', 'pytest', '-n', String(PARALLEL), '--dist=load', 'test_parallel.py', 'test_users.py']
          : ['-m', 'pytest', 'test_failing.py'],
      env: { PYTHONPATH: packages }
    }
  }
})

const go = language('go', {
  tests: '.',
  failures: 'mock-failures',
  async prepare(cwd) {
    requires('go', 'version')
    writeFileSync(join(cwd, 'go.mod'), 'module users\n\ngo 1.24\n')
    return {
      command: 'go',
      argsFor: (kind) => [
        'test',
        `-parallel=${PARALLEL}`,
        '-v',
        `-run=${kind === 'passing' ? '.' : 'TestFails'}`,
        './...'
      ]
    }
  }
})

const junit = language('junit', {
  tests: 'src/test/java',
  failures: 'target/mock-failures',
  async prepare() {
    requires('mvn')
    return {
      command: 'mvn',
      argsFor: (kind) => ['--batch-mode', '--quiet', 'test', `-Dtest=${kind === 'passing' ? '*Test' : 'FailingTest'}`]
    }
  }
})

export const otherLanguages = [pytest, go, junit]
