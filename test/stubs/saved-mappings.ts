import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { temporaryName } from '../../src/common/files/temporary-files.ts'
import { writeError } from '../../src/wiremock/stubs/folder-errors.ts'
import { controlFor, type Json } from '../support/control.ts'
import { mockOn } from '../support/data-directory.ts'
import { temporaryFolder } from '../support/temporary.ts'

const A = '11111111-1111-4111-8111-111111111111'
const B = '21111111-1111-4111-8111-111111111111'
const C = '31111111-1111-4111-8111-111111111111'
const D = '41111111-1111-4111-8111-111111111111'
const named = (id: string, name: string, status = 201) => ({ id, name, request: { url: '/x' }, response: { status } })

/** `POST /__admin/mappings/save`. */
export async function savedMappings(t: Test): Promise<void> {
  t.test('a save writes the changed stubs, and a reset and a restart restore them', async (t) => {
    const list = { mappings: [named(A, 'a'), named(B, 'b')], meta: { total: 2 } }
    const files = { 'list.json': JSON.stringify(list), 'one.json': JSON.stringify(named(C, 'c')), 'two.json': '{}' }
    const stubs = t.testdir({ mappings: { ...files, 'same.json': '{"name":"same"}' } })
    const text = (name: string) => readFileSync(join(stubs, 'mappings', name), 'utf8')
    const { admin, send, stub } = await controlFor(t, { stubs })
    const names = async () => (await admin('GET', 'mappings')).json.mappings.map(({ name }: Json) => name)
    await admin('PUT', `mappings/${B}`, named(B, 'new b', 202))
    await admin('PUT', `mappings/${C}`, '{"name":"c","response":{"jsonBody":{"n":1.50}}}')
    const unnamed = (await admin('GET', 'mappings')).json.mappings.find(({ name }: Json) => name === undefined)
    await admin('DELETE', `mappings/${unnamed.id}`)
    // Its file sorts last by name, but stubs for the same request must be tried newest first.
    await stub(named('ffffffff-1111-4111-8111-111111111111', 'Zed'))
    await stub(named(D, 'A new / stub!', 204))
    const before = (await admin('GET', 'mappings')).text
    t.match(await admin('POST', 'mappings/save'), { status: 200, json: {} }, 'saved')
    t.same(
      readdirSync(join(stubs, 'mappings')).sort(),
      [`a-new-stub-${D}.json`, 'list.json', 'one.json', 'same.json', 'zed-ffffffff-1111-4111-8111-111111111111.json'],
      'the files'
    )
    t.equal(text('same.json'), '{"name":"same"}', 'an unchanged file is left alone')
    const saved = JSON.parse(text('list.json'))
    t.match(saved, { mappings: [{ id: A }, { id: B, name: 'new b' }], meta: { total: 2 } }, 'a list stays a list')
    t.match(text('one.json'), /"n": 1\.50/, 'numbers keep their text')
    await admin('POST', 'mappings/reset')
    t.equal((await admin('GET', 'mappings')).text, before, 'the same stubs, in the same order, after a reset')
    t.equal((await send('GET', '/x')).status, 204, 'the newest one responds')
    const versions = () =>
      readdirSync(join(stubs, 'mappings')).map((name) => statSync(join(stubs, 'mappings', name)).mtimeMs)
    const times = versions()
    t.equal((await admin('POST', 'mappings/save')).status, 200, 'saved again')
    t.same(versions(), times, 'nothing had to be written')
    const other = await controlFor(t, { stubs })
    t.equal((await other.admin('GET', 'mappings')).text, before, 'the same stubs in another server')
    await admin('DELETE', 'mappings')
    await admin('POST', 'mappings/save')
    t.same(readdirSync(join(stubs, 'mappings')), [], 'without stubs, there are no files')
    await stub(named(A, 'again'))
    await admin('POST', 'mappings/save')
    await admin('POST', 'reset')
    t.same(await names(), ['again'], 'a stub saved into an empty folder')
  })

  t.test('a restart does not report the saved files as changed', async (t) => {
    const folder = await temporaryFolder(t)
    const stubs = t.testdir({ 'a.json': JSON.stringify(named(A, 'a')) })
    const start = () => mockOn(t, folder, { stubs })
    const call = (mock: { url: string }, method: string, path: string, body?: object) =>
      fetch(`${mock.url}/__admin/${path}`, { method, ...(body && { body: JSON.stringify(body) }) }).then((r) =>
        r.text()
      )
    const first = await start()
    await call(first, 'POST', 'mappings', { response: { jsonBody: { 2: 1, 1: 1e2 } } })
    await call(first, 'PUT', `mappings/${A}`, named(A, 'edited'))
    await call(first, 'POST', 'mappings/save')
    const before = await call(first, 'GET', 'mappings')
    await first.close()
    const second = await start()
    t.same(second.notices, [], 'no notice')
    t.equal(await call(second, 'GET', 'mappings'), before, 'the same stubs')
    await call(second, 'PUT', `mappings/${A}`, named(A, 'later'))
    await second.close()
    // The saved stubs are those of files now: a change of the files replaces them.
    for (const name of readdirSync(stubs)) rmSync(join(stubs, name))
    const third = await start()
    t.equal(JSON.parse(await call(third, 'GET', 'mappings')).meta.total, 1, 'the stub that was edited since is left')
  })

  t.test('stubs that are older than the files keep their place', async (t) => {
    const folder = await temporaryFolder(t)
    const stubs = t.testdir({ 'a.json': JSON.stringify(named(A, 'a')) })
    const mock = await mockOn(t, folder, { stubs })
    await mock.stub(named(B, 'b'))
    await mock.close()
    writeFileSync(join(stubs, 'a.json'), JSON.stringify({ mappings: [named(A, 'a'), named(C, 'c')] }))
    const restarted = await mockOn(t, folder, { stubs })
    const list = async () => (await fetch(`${restarted.url}/__admin/mappings`)).text()
    const before = await list()
    await fetch(`${restarted.url}/__admin/mappings/save`, { method: 'POST' })
    await fetch(`${restarted.url}/__admin/mappings/reset`, { method: 'POST' })
    t.equal(await list(), before, 'the same order')
  })

  t.test('a save gets a 409 if the files have changed meanwhile', async (t) => {
    const stubs = t.testdir({ 'a.json': '{"name":"a"}' })
    const { admin, stub } = await controlFor(t, { stubs })
    await stub(named(B, 'b'))
    writeFileSync(join(stubs, 'new.json'), '{"name":"new"}')
    const { status, text } = await admin('POST', 'mappings/save')
    t.match([status, text], [409, /have changed since this sandbox loaded them: nothing was saved/], 'a conflict')
    t.same(readdirSync(stubs).sort(), ['a.json', 'new.json'], 'nothing was written')
    await admin('POST', 'mappings/reset')
    await stub(named(B, 'b'))
    t.equal((await admin('POST', 'mappings/save')).status, 200, 'after a reset')
    t.equal(readdirSync(stubs).length, 3, 'it was written')
  })

  t.test('a save gets a 409 if it would overwrite the stubs of another sandbox', async (t) => {
    const stubs = t.testdir({ 'a.json': '{"name":"a"}' })
    const { mock } = await controlFor(t, { stubs })
    const save = (name: string) => fetch(`${mock.url}/sandboxes/${name}/__admin/mappings/save`, { method: 'POST' })
    for (const [name, id] of [
      ['one', B],
      ['two', C]
    ] as const) {
      const body = JSON.stringify(named(id, name))
      await fetch(`${mock.url}/sandboxes/${name}/__admin/mappings`, { method: 'POST', body })
    }
    t.equal((await save('one')).status, 200, 'the first')
    t.same(readdirSync(stubs).sort(), ['a.json', `one-${B}.json`], 'its stubs')
    t.equal((await save('two')).status, 409, 'the second would remove them')
  })

  t.test('many stubs are saved, and no other file is overwritten', async (t) => {
    const stubs = t.testdir({ [`many-${A}.json`]: '{"name":"other"}' })
    const { admin } = await controlFor(t, { stubs })
    const mappings = Array.from({ length: 120 }, (_, i) => named(A.replace(/...$/, String(111 + i)), 'many'))
    await admin('POST', 'mappings/import', { mappings })
    const before = (await admin('GET', 'mappings')).text
    t.equal((await admin('POST', 'mappings/save')).status, 200, 'saved')
    t.equal(readFileSync(join(stubs, `many-${A}.json`), 'utf8'), '{"name":"other"}', 'the file is unchanged')
    t.ok(readdirSync(stubs).includes(`many-${A}-2.json`), 'the new stub has another file')
    await admin('POST', 'mappings/reset')
    t.equal((await admin('GET', 'mappings')).text, before, 'all stubs are in files')
  })

  t.test('a failure names the file, and the save can be repeated', async (t) => {
    const stubs = t.testdir({ 'a.json': JSON.stringify(named(A, 'a')) })
    const { admin, stub } = await controlFor(t, { stubs })
    await admin('PUT', `mappings/${A}`, named(A, 'new a'))
    await stub(named(B, 'b'))
    mkdirSync(join(stubs, `b-${B}.json`))
    const before = (await admin('GET', 'mappings')).text
    // A folder that is named like a mapping file is not read as one.
    const { status, text } = await admin('POST', 'mappings/save')
    t.match([status, text], [422, new RegExp(`cannot write .*b-${B}.json: a folder has this name`)], 'the error')
    t.notOk(
      readdirSync(stubs).some((name) => name.endsWith('.tmp')),
      'no part of a file is left'
    )
    rmSync(join(stubs, `b-${B}.json`), { recursive: true })
    t.equal((await admin('POST', 'mappings/save')).status, 200, 'repeated')
    await admin('POST', 'mappings/reset')
    t.equal((await admin('GET', 'mappings')).text, before, 'all stubs are in files')
  })

  t.test('a start removes temporary files of a killed server, and no other file', async (t) => {
    const [old, recent] = [temporaryName(), temporaryName()]
    const kept = { [recent]: '-', '.mock-notes.tmp': '-', 'a.json.tmp': '-' }
    const both = { [old]: '-', ...kept }
    const stubs = t.testdir({ mappings: { 'a.json': JSON.stringify(named(A, 'a')), deep: both }, __files: { ...both } })
    const folders = [join(stubs, 'mappings', 'deep'), join(stubs, '__files')]
    // Another server may be writing the one that is recent.
    for (const name of Object.keys(both))
      for (const folder of folders) if (name !== recent) utimesSync(join(folder, name), 1e9, 1e9)
    await controlFor(t, { stubs })
    for (const folder of folders)
      t.strictSame(readdirSync(folder).toSorted(), Object.keys(kept).toSorted(), folder.slice(stubs.length))
  })

  t.test('a save without --stubs gets a 422', async (t) => {
    const { admin } = await controlFor(t)
    t.match(
      await admin('POST', 'mappings/save'),
      { status: 422, text: /mappings\/save needs .*--stubs DIR/ },
      'the error'
    )
    t.match(
      writeError('a', { code: 'ENOSPC' }),
      { statusCode: 503, message: /cannot write a: the disk is full/ },
      'full'
    )
    t.match(writeError('a', { code: 'EROFS' }), { statusCode: 422, message: /is read-only/ }, 'read-only')
    t.match(writeError('a', new Error('bad disk')), { statusCode: 503, message: /bad disk/ }, 'another error')
  })
}
