import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { startMock } from '../../src/index.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { nested } from '../support/bodies.ts'
import { controlFor, type Json } from '../support/control.ts'
import { exceptWindows } from '../support/platform.ts'

const INVALID_FILES: [name: string, content: unknown, message: RegExp][] = [
  ['an unknown field', { mappings: [{}, { request: { metod: 'x' } }] }, /\/mappings\/1\/request\/metod: /],
  ['an error after a comment', '{ // a\n  "name": "a",\n}', /invalid JSON in line 3, column 1: /],
  ['incomplete JSON', '{', /invalid JSON in line 1, column 2: /],
  ['a missing comma', '{\n  "request": {}\n  "response": {}\n}', /invalid JSON in line 3, column 3: Expected/],
  ['not UTF-8', Buffer.from('{"name":"jos\xe9"}', 'latin1'), /UTF-8/],
  ['deeply nested JSON', nested(2000), /invalid JSON: nested deeper than 1000 levels/],
  ['an unknown member of an import', { mappings: [], mapings: [] }, /\/mapings: /],
  ['null', 'null', /object/],
  ['a header that no response can have', { response: { headers: { Trailer: 'X' } } }, /\/response\/headers\/Trailer: /]
]

const LINKS = exceptWindows('links need a privilege')

/** Stubs from the files of `--stubs`. */
export async function mappingFiles(t: Test): Promise<void> {
  t.test('stored stubs that are no longer valid are an error that says what to do', async (t) => {
    const compile = () => compileStored([{ id: 'not-a-uuid' }])
    t.throws(compile, { message: /^the stored stubs: /, advice: /--fresh/ }, 'the message and the advice')
  })

  t.test('each kind of reset restores its part', async (t) => {
    const stubs = stubsIn(t, {
      'a.json': `\ufeff// a comment\n${JSON.stringify({ request: { url: '/a' } })}`,
      'b.json': { mappings: [{ request: { url: '/b' } }, { request: { url: '/c' } }] },
      'c.txt': ''
    })
    const { admin, mock, send } = await controlFor(t, { stubs })
    const urls = async () => (await admin('GET', 'mappings')).json.mappings.map(({ request }: Json) => request.url)
    const { id } = await mock.stub({ request: { url: '/users' }, response: { status: 500 } })
    t.type(id, 'string', 'a stub added through the library has an id')
    t.same(await urls(), ['/users', '/c', '/b', '/a'], 'all stubs')
    await admin('POST', 'settings', { fixedDelay: 1 })
    await admin('POST', 'mappings/reset')
    t.same(await urls(), ['/c', '/b', '/a'], 'mappings/reset restores the stubs of the files')
    t.equal((await admin('GET', 'settings')).json.settings.fixedDelay, 1, 'mappings/reset keeps the settings')
    t.equal((await send('GET', '/users')).status, 200, 'the added stub is gone')
    await admin('DELETE', 'mappings')
    t.same(await urls(), [], 'DELETE mappings removes all stubs')
    await mock.reset()
    t.same(await urls(), ['/c', '/b', '/a'], 'a full reset restores the stubs of the files')
    t.notOk('fixedDelay' in (await admin('GET', 'settings')).json.settings, 'a full reset restores the settings')
  })

  t.test('dangling links are ignored: editors create them while a file is open', LINKS, async (t) => {
    const stubs = stubsIn(t, { 'a.json': { request: { url: '/a' } } })
    symlinkSync('somebody@host.1234', join(stubs, '.#a.json'))
    const { admin } = await controlFor(t, { stubs })
    const reset = await admin('POST', 'reset')
    t.equal(reset.status, 200, 'a reset')
    t.equal((await admin('GET', 'mappings')).json.meta.total, 1, 'the stub')
    symlinkSync('loop.json', join(stubs, 'loop.json'))
    const detail = /loop\.json.*cannot be read: /
    t.match(await admin('POST', 'reset'), { status: 422, text: detail }, 'a link to itself')
    rmSync(join(stubs, 'loop.json'))
    symlinkSync('/dev/zero', join(stubs, 'zero.json'))
    const device = /zero\.json.*expected a file, not a device/
    if (existsSync('/dev/zero')) t.match(await admin('POST', 'reset'), { status: 422, text: device }, 'a device')
  })

  t.test('a reset without the folder fails with the reason', async (t) => {
    const stubs = stubsIn(t, { 'a.json': { request: { url: '/a' } } })
    const { admin } = await controlFor(t, { stubs })
    rmSync(stubs, { recursive: true })
    const gone = { status: 422, text: /cannot read --stubs .*: it does not exist/ }
    t.match(await admin('POST', 'reset'), gone, 'a folder that was removed')
    t.equal((await admin('GET', 'mappings')).json.meta.total, 1, 'the stub stays')
  })

  t.test('an invalid file prevents the start, and the error names the file and the pointer', async (t) => {
    const { describeError } = await import('../../src/mock/describe-error.ts')
    for (const [name, content, message] of INVALID_FILES) {
      const stubs = stubsIn(t, { 'a.json': content })
      const start = startMock({ stubs }).catch((error) => Promise.reject(new Error(describeError(error))))
      await t.rejects(start, { message }, name)
    }
  })
}

function stubsIn(t: Test, files: Readonly<Record<string, unknown>>): string {
  const directory = t.testdir()
  mkdirSync(directory, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    const isEncoded = typeof content === 'string' || content instanceof Uint8Array
    writeFileSync(join(directory, name), isEncoded ? content : JSON.stringify(content))
  }
  return directory
}
