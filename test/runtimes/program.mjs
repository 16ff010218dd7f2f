import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand, startServer, temporaryFolder } from './server.mjs'

const DEFAULT = fileURLToPath(new URL('../../fixtures/default.json', import.meta.url))

const countUsers = async ({ atrium }) => (await atrium('GET', '/users')).json().pagination.total_entries

export const program = {
  async 'commands: check and generate'({ runtime }) {
    const checked = await runCommand(runtime, ['check', DEFAULT])
    assert.equal(checked.code, 0, `check: ${checked.err}`)
    const file = join(temporaryFolder(), 'many.json')
    const words = ['--atrium-users', '50', '--atms-users', '50', '--out', file]
    const generated = await runCommand(runtime, ['generate', ...words])
    assert.equal(generated.code, 0, `generate: ${generated.err}`)
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).atrium.users.length, 50, 'the generated users')
    writeFileSync(file, '{"atrium":{"users":[{}]}}')
    assert.equal((await runCommand(runtime, ['check', file])).code, 1, 'check of an invalid file')
  },

  async '--stubs: mapping files'({ runtime }) {
    const folder = join(temporaryFolder(), 'stubs')
    mkdirSync(folder)
    writeFileSync(join(folder, 'one.json'), '{"request":{"url":"/one"},"response":{"status":418}}')
    const server = await startServer(runtime, ['--stubs', folder])
    assert.equal((await server.control('GET', '/one')).status, 418, 'the stub')
    await server.stop()
  },

  async '--watch: an edit of the fixture file is a reset'({ runtime }) {
    const file = join(temporaryFolder(), 'mine.json')
    const fixture = JSON.parse(readFileSync(DEFAULT, 'utf8'))
    delete fixture.$schema
    writeFileSync(file, JSON.stringify(fixture))
    const server = await startServer(runtime, ['--fixtures', file, '--watch'])
    assert.equal(await countUsers(server), 7, 'users before')
    fixture.atrium.users.length = 3
    writeFileSync(file, JSON.stringify(fixture))
    const until = Date.now() + 10_000
    while ((await countUsers(server)) !== 3) assert.ok(Date.now() < until, 'the edit is detected within 10 s')
    await server.stop()
  },

  async '--cors: a preflight request'({ runtime }) {
    const server = await startServer(runtime, ['--cors', '*'])
    const headers = { origin: 'http://page.example', 'access-control-request-method': 'POST' }
    const received = await server.control('OPTIONS', '/users', undefined, headers)
    assert.deepEqual(
      [received.status, received.headers['access-control-allow-origin']],
      [204, '*'],
      'the status and the allowed origin'
    )
    await server.stop()
  },

  async 'POST /__admin/shutdown'({ runtime }) {
    const server = await startServer(runtime, ['--allow-shutdown'])
    assert.equal((await server.control('POST', '/__admin/shutdown')).status, 200, 'status')
    assert.equal((await server.ended).code, 0, 'exit code')
  }
}
