import { rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { startMock } from '../../src/index.ts'
import { describeError } from '../../src/mock/describe-error.ts'
import { BodyFileError, readBodyFile } from '../../src/wiremock/stubs/body-files.ts'
import { controlFor, type Json } from '../support/control.ts'

/** A root folder as WireMock has it, next to a file that must not be served. */
function rootFolder(t: Test): string {
  const folder = t.testdir({
    'secret.txt': 'secret',
    root: {
      mappings: {
        'a.json': '{"request":{"url":"/a"},"response":{"bodyFileName":"a.txt"}}',
        sub: { 'b.json': '{"mappings":[{"request":{"url":"/b"}},{"request":{"url":"/c"}}]}' }
      },
      __files: { 'a.txt': 'text {{request.method}}', 'x.json': '{}', sub: { 'b.txt': 'b' } }
    }
  })
  const root = join(folder, 'root')
  symlinkSync(join(folder, 'secret.txt'), join(root, '__files', 'link.txt'))
  symlinkSync(folder, join(root, '__files', 'up'))
  return root
}

/** Bodies in files, and their folders. */
export async function bodyFiles(t: Test): Promise<void> {
  t.test('a root folder of WireMock, its mappings, and folders below them are loaded', async (t) => {
    const root = rootFolder(t)
    for (const stubs of [root, join(root, 'mappings')]) {
      const { admin, send } = await controlFor(t, { stubs })
      const { mappings } = (await admin('GET', 'mappings')).json
      t.same(
        mappings.map(({ request }: Json) => request.url),
        ['/c', '/b', '/a'],
        'all mappings'
      )
      t.equal((await send('GET', '/a')).text, 'text {{request.method}}', 'the body from a file')
      await admin('POST', 'mappings/reset')
      t.equal((await admin('GET', 'mappings')).json.meta.total, 3, 'after a reset')
    }
  })

  t.test('a file is read for each response, and may be a template', async (t) => {
    const root = rootFolder(t)
    const { send, stub } = await controlFor(t, { stubs: root })
    const response = { bodyFileName: 'a.txt', transformers: ['response-template'] }
    await stub({ request: { url: '/t' }, response })
    t.equal((await send('GET', '/t')).text, 'text GET', 'a template')
    writeFileSync(join(root, '__files', 'a.txt'), 'new {{request.url}}')
    t.equal((await send('GET', '/t')).text, 'new /t', 'after the file has changed')
    await stub({
      request: { url: '/t' },
      response: { ...response, transformerParameters: { disableBodyFileTemplating: true } }
    })
    t.equal((await send('GET', '/t')).text, 'new {{request.url}}', 'without templating')
    await stub({ request: { url: '/t' }, response: { bodyFileName: 'sub/b.txt', status: 201 } })
    t.match(await send('GET', '/t'), { status: 201, text: 'b' }, 'in a subfolder')
  })

  t.test('the name of a file may be a template', async (t) => {
    const { send, stub, admin } = await controlFor(t, { stubs: rootFolder(t) })
    const request = { urlPath: '/t' }
    const bodyFileName = '{{request.query.dir}}/{{parameters.name}}.txt'
    const response = { bodyFileName, transformerParameters: { name: 'b' } }
    await stub({ request, response: { ...response, transformers: ['response-template'] } })
    t.match(await send('GET', '/t?dir=sub'), { status: 200, text: 'b' }, 'a file')
    for (const [dir, reason] of [
      ['none', "the file 'none/b.txt' is missing"],
      ['..', "the file '../b.txt' is not in"],
      ['', "the file '/b.txt' is not in"],
      ['sub%00', "the file 'sub\0/b.txt' is not in"]
    ] as const) {
      const { status, text } = await send('GET', `/t?dir=${dir}`)
      t.equal(status, 500, `${dir}: the status`)
      t.ok(text.includes(`cannot be read: ${reason}`), `${dir}: the reason`)
    }
    await stub({ request, response: { bodyFileName: '{{request.path.[0]}}' } })
    t.match((await send('GET', '/t')).text, /For a template, add "transformers"/, 'without the transformer')
    const invalid = { response: { bodyFileName: '{{nope 1}}', transformers: ['response-template'] } }
    const { status, json } = await admin('POST', 'mappings', invalid)
    t.match([status, json.errors[0].source.pointer], [422, '/response/bodyFileName'], 'an invalid template')
  })

  t.test('a file that is deleted while it is read is reported as missing', async (t) => {
    const folder = join(rootFolder(t), '__files')
    const failure = await readBodyFile(folder, 'a.txt', () => rmSync(join(folder, 'a.txt'))).catch((error) => error)
    t.ok(failure instanceof BodyFileError, 'the kind of error')
    t.equal(failure.message, `the file 'a.txt' is missing: ${join(folder, 'a.txt')}`, 'the message')
  })

  t.test('no file outside the folder is served', async (t) => {
    const root = rootFolder(t)
    const { admin, mock, send } = await controlFor(t, { stubs: root })
    for (const bodyFileName of [
      '../secret.txt',
      '/etc/passwd',
      'sub/../../secret.txt',
      '..\\secret.txt',
      'C:secret',
      'a\0',
      '',
      './a',
      'sub//b.txt'
    ]) {
      const { status, json } = await admin('POST', 'mappings', { response: { bodyFileName } })
      t.match([status, json.errors[0].source.pointer], [422, '/response/bodyFileName'], JSON.stringify(bodyFileName))
    }
    writeFileSync(join(root, '__files', 'large'), '')
    truncateSync(join(root, '__files', 'large'), 64 * 1024 * 1024 + 1)
    symlinkSync('loop', join(root, '__files', 'loop'))
    const failing = [
      ['link.txt', /is not in/],
      ['up/secret.txt', /is not in/],
      ['none.txt', /is missing/],
      ['sub', /is not a file/],
      ['a.txt/b', /is missing/],
      ['loop', /cannot be read: ELOOP/],
      ['large', /larger than 64 MiB/]
    ] as const
    for (const [bodyFileName, text] of failing) {
      await mock.stub({
        id: '21111111-1111-4111-8111-111111111111',
        request: { url: '/x' },
        response: { bodyFileName }
      })
      const response = await send('GET', '/x')
      t.equal(response.status, 500, `${bodyFileName}: WireMock's status`)
      t.match(response.text, text, bodyFileName)
    }
  })

  t.test('without --stubs, a missing file says what to do', async (t) => {
    const { send, stub } = await controlFor(t)
    await stub({ request: { url: '/x' }, response: { bodyFileName: 'a.txt' } })
    t.match(await send('GET', '/x'), { status: 500, text: /--stubs DIR/ }, 'the response')
  })

  t.test('all invalid files are reported, and two mappings with one id', async (t) => {
    const id = '21111111-1111-4111-8111-111111111111'
    const messageOf = async (files: object) => {
      const stubs = t.testdir(files as Record<string, string>)
      return startMock({ stubs, port: 0, ephemeral: true }).then(() => 'it started', describeError)
    }
    const both = await messageOf({ 'a.json': '{', 'b.json': '{"nope":1}', 'c.json': '{}' })
    t.match(both, /a\.json#.*: invalid JSON/, 'the first file')
    t.match(both, /b\.json#\/nope: unknown field/, 'the second file')
    t.match(
      await messageOf({ 'a.json': JSON.stringify({ id }), 'b.json': JSON.stringify({ id }) }),
      /b\.json#\/id: duplicate id '2111.*': a\.json has it/,
      'a duplicate id'
    )
    const twice = await messageOf({ 'a.json': JSON.stringify({ mappings: [{ id }, { id }] }) })
    t.match(twice, /a\.json#\/mappings\/1\/id: duplicate id/, 'a duplicate id in one file')
    const file = join(t.testdir({ 'a.json': '{}' }), 'a.json')
    const start = startMock({ stubs: file, port: 0, ephemeral: true })
    await t.rejects(start, { message: /--stubs .*a\.json: it is a file\. Use the folder/ }, 'a file')
  })
}
