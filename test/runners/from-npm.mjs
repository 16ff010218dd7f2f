// node:test, Jest, Vitest and Playwright: many tests in parallel, and tests that fail on purpose.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withMock } from '../generators/toolbox.mjs'
import { attempt, project } from './project.mjs'

const PARALLEL = 64
/** Each worker of Playwright is a process. */
const PARALLEL_IF_SHORT = 8
const SENT = 'sent-by-the-client'

/** A runner. @param argsFor the arguments for a file, and how many tests run in parallel */
const runner = (name, { program, argsFor, files, checkReport, ofShort = PARALLEL }) => ({
  name,
  run: (tarball, isShort) =>
    project(tarball, name, async (cwd, binary) => {
      const command = program === undefined ? process.execPath : binary(program)
      const parallel = isShort ? ofShort : PARALLEL
      await withMock(async (url) => {
        const env = { MOCK_URL: url, PARALLEL: String(parallel) }
        const { status, output } = await attempt(command, argsFor(files.parallel, parallel), { cwd, env })
        assert.equal(status, 0, output)
        assert.deepEqual(await sandboxesOf(url), ['barrier', 'default'], 'sandboxes were dropped')
      })
      // Without MOCK_URL: the worker starts a server.
      const { status, output } = await attempt(command, argsFor(files.failing, 2), { cwd, env: { PARALLEL: '0' } })
      assert.equal(status, 1, output)
      checkFailures(output)
      checkReport(cwd, output)
    })
})

async function sandboxesOf(url) {
  const { sandboxes } = await (await fetch(`${url}/__admin/sandboxes`)).json()
  return sandboxes.map(({ name }) => name).sort()
}

/** What every runner prints. */
function checkFailures(output) {
  assert.match(output, /on purpose/)
  assert.match(output, /expected at least 1 request, but the mock received 0: POST \/users/)
  assert.match(
    output,
    /POST +\/users +bodyPatterns\[0\] +equalToJson \{"user":\{"identifier":"expected"\}\} +\{"user":/
  )
}

/** The files of runners without attachments: one for each failed test. */
function checkFiles(cwd, output) {
  const folder = join(cwd, 'mock-failures')
  const files = readdirSync(folder).sort()
  assert.deepEqual(
    files.map((name) => name.replace(/-[0-9a-f]{12}\.har$/, '')),
    ['fails-on-purpose', 'fails-to-verify']
  )
  for (const name of files) {
    checkHar(readFileSync(join(folder, name), 'utf8'))
    assert.ok(output.includes(name), `the report names ${name}`)
  }
  assert.match(output, /POST +200 +\d+ +api +\/users\n.*> \{"user":\{"identifier":"sent-by-the-client"\}\}/)
}

function checkHar(text) {
  const [entry, ...others] = JSON.parse(text).log.entries
  assert.equal(others.length, 0, 'the requests of one test')
  assert.match(entry.request.postData.text, new RegExp(SENT))
  assert.ok(!text.includes('test-api-key'), 'credentials are hidden')
}

const node = runner('node', {
  argsFor: (file) => ['--test', '--test-reporter=spec', file],
  files: { parallel: 'parallel.test.mjs', failing: 'failing.test.mjs' },
  checkReport: checkFiles
})

const jest = runner('jest', {
  program: 'jest',
  argsFor: (file) => ['--rootDir=.', '--maxConcurrency=64', '--testTimeout=120000', file],
  files: { parallel: 'parallel.test.js', failing: 'failing.test.js' },
  checkReport: checkFiles
})

const vitest = runner('vitest', {
  program: 'vitest',
  argsFor: (file) => ['run', file],
  files: { parallel: 'parallel.test.js', failing: 'failing.test.js' },
  checkReport(cwd, output) {
    checkFiles(cwd, output)
    const attached = [...output.matchAll(/^(.*): atrium-atms-mock:requests (.*)$/gm)]
    assert.deepEqual(attached.map(([, test]) => test).sort(), ['fails on purpose', 'fails to verify'])
    for (const [, , har] of attached) checkHar(har)
  }
})

const playwright = runner('playwright', {
  program: 'playwright',
  argsFor: (file, parallel) => ['test', file, `--workers=${parallel}`],
  files: { parallel: 'parallel.spec.ts', failing: 'failing.spec.ts' },
  ofShort: PARALLEL_IF_SHORT,
  checkReport(cwd) {
    const { suites } = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))
    const withAttachments = suites[0].specs.flatMap(({ title, tests: [{ results }] }) => {
      const attachments = results[0].attachments.filter(({ name }) => name.startsWith('mock-'))
      return attachments.length > 0 ? [{ title, attachments }] : []
    })
    assert.deepEqual(withAttachments.map(({ title }) => title).sort(), ['fails on purpose', 'fails to verify'])
    for (const { attachments } of withAttachments) {
      const [text, har] = ['mock-requests.txt', 'mock-requests.har'].map((wanted) => {
        const { body } = attachments.find(({ name }) => name === wanted)
        return Buffer.from(body, 'base64').toString()
      })
      checkHar(har)
      assert.match(text, /POST +200 +\d+ +api +\/users\n +> \{"user":\{"identifier":"sent-by-the-client"\}\}/)
    }
  }
})

export const fromNpm = [node, jest, vitest, playwright]
