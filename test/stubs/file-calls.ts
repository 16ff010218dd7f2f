import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
import { RawConnection } from '../support/raw.ts'

const UNSAFE = ['..%2Fsecret.txt', 'a%2F..%2F..%2Fsecret.txt', 'a%5Cb', 'C%3Aa', 'a%00', 'up/secret.txt', 'link.txt']

/** The path of a file descriptor; empty if it was closed meanwhile. */
function targetOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`)
  } catch {
    return ''
  }
}

/** `/__admin/files`: the files of responses. */
export async function fileCalls(t: Test): Promise<void> {
  t.test('a file is written, sent by a stub, listed, read and deleted', async (t) => {
    const stubs = t.testdir()
    const { admin, send, stub } = await controlFor(t, { stubs })
    t.same((await admin('GET', 'files')).json, [], 'no files')
    t.match(await admin('PUT', 'files/a b/é.txt', 'text'), { status: 200, json: 'dGV4dA==' }, 'WireMock sends Base64')
    await admin('PUT', 'files/a%20b%2Fc.txt', 'c')
    await admin('PUT', 'files/empty')
    t.same((await admin('GET', 'files')).json, ['a b/c.txt', 'a b/é.txt', 'empty'], 'the list')
    if (process.platform !== 'win32') {
      t.equal(statSync(join(stubs, '__files/empty')).mode & 0o777, 0o600, 'only the owner can read it')
    }
    await stub({ request: { url: '/f' }, response: { bodyFileName: 'a b/é.txt' } })
    t.equal((await send('GET', '/f')).text, 'text', 'the response of a stub')
    await admin('PUT', 'files/a b/é.txt', 'new text')
    t.equal((await send('GET', '/f')).text, 'new text', 'after the file was replaced')
    const read = await admin('GET', 'files/a%20b%2F%C3%A9.txt')
    t.match([read.text, read.headers.get('content-type')], ['new text', 'application/octet-stream'], 'its content')
    t.match(await admin('DELETE', 'files/a b/é.txt'), { status: 200, json: {} }, 'deleted')
    t.match(await admin('DELETE', 'files/a b/é.txt'), { status: 200, json: {} }, 'deleted again, as in WireMock')
    t.equal((await admin('GET', 'files/a b/é.txt')).status, 404, 'a read after the deletion')
    t.equal((await admin('DELETE', 'files/a b')).status, 200, 'a folder is not a file')
    t.equal((await admin('GET', 'files/a b')).status, 404, 'a folder cannot be read')
    t.same((await admin('GET', 'files')).json, ['a b/c.txt', 'empty'], 'the others are left')
    t.equal((await admin('POST', 'files/x')).headers.get('allow'), 'GET, PUT, DELETE', 'the methods')
  })

  t.test('bytes of any size are kept, and a long list is complete', async (t) => {
    const stubs = t.testdir()
    const { admin, mock } = await controlFor(t, { stubs })
    const body = Buffer.alloc(200_000, Buffer.from([0, 255, 200, 10]))
    const put = await fetch(`${mock.url}/__admin/files/bytes`, { method: 'PUT', body })
    t.equal(await put.json(), body.toString('base64'), 'the response')
    const read = await fetch(`${mock.url}/__admin/files/bytes`)
    t.ok(body.equals(Buffer.from(await read.arrayBuffer())), 'the content')
    const names = Array.from({ length: 600 }, (_, i) => `${'x'.repeat(100)}-${1000 + i}`)
    for (const name of names) writeFileSync(join(stubs, '__files', name), '')
    t.same((await admin('GET', 'files')).json, ['bytes', ...names], 'the list')
    const connection = await RawConnection.open(t, mock.url)
    const head = ['PUT /__admin/files/x HTTP/1.1', 'Host: localhost', 'Content-Length: 67108865']
    t.match(await connection.send(head), { status: 413, text: /larger than 64 MiB/ }, 'a body that is too large')
  })

  t.test('no file outside the folder is listed, read, written or deleted', async (t) => {
    const folder = t.testdir({ 'secret.txt': 'secret', stubs: { __files: { 'a.txt': 'a' } } })
    const files = join(folder, 'stubs', '__files')
    symlinkSync(folder, join(files, 'up'))
    symlinkSync(join(folder, 'secret.txt'), join(files, 'link.txt'))
    const { admin } = await controlFor(t, { stubs: join(folder, 'stubs') })
    for (const name of UNSAFE) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const { status, text } = await admin(method, `files/${name}`, method === 'PUT' ? 'x' : undefined)
        t.match([status, text], [422, /is not a path below __files/], `${method} ${name}`)
      }
    }
    t.same((await admin('GET', 'files')).json, ['a.txt'], 'the list')
    t.equal(readFileSync(join(folder, 'secret.txt'), 'utf8'), 'secret', 'the file outside is unchanged')
    t.same(readdirSync(folder).sort(), ['secret.txt', 'stubs'], 'no other file was written')
  })

  t.test('a file that cannot be written is an error that says why', async (t) => {
    const stubs = t.testdir({ __files: { 'a.txt': 'a', b: { c: '' } } })
    const { admin } = await controlFor(t, { stubs })
    t.match(await admin('PUT', 'files/b', 'x'), { status: 422, text: /a folder has this name/ }, 'a folder')
    t.match(await admin('PUT', 'files/a.txt/x', 'x'), { status: 422, text: /a file has the name of/ }, 'below a file')
    t.match(await admin('PUT', `files/${'x'.repeat(300)}`, 'x'), { status: 422, text: /too long/ }, 'a long name')
    t.same(readdirSync(join(stubs, '__files')).sort(), ['a.txt', 'b'], 'no part of a file is left')
    t.test(
      'in a folder that is read-only',
      { skip: process.getuid?.() === 0 ? 'root may write' : false },
      async (t) => {
        chmodSync(join(stubs, '__files'), 0o500)
        t.match(await admin('PUT', 'files/x', 'x'), { status: 422, text: /permission denied/ }, 'the write is rejected')
        chmodSync(join(stubs, '__files'), 0o700)
      }
    )
  })

  t.test('a folder that cannot be read is an error', async (t) => {
    const stubs = t.testdir({ mappings: {} })
    symlinkSync('__files', join(stubs, '__files'))
    const { admin } = await controlFor(t, { stubs })
    t.match(await admin('GET', 'files'), { status: 422, text: /cannot read .*__files/ }, 'the list')
    t.equal((await admin('GET', 'files/a')).status, 404, 'a file')
    t.equal((await admin('PUT', 'files/a', 'x')).status, 422, 'a write')
  })

  t.test('a file is closed if its client disconnects', { skip: process.platform !== 'linux' }, async (t) => {
    const stubs = t.testdir({ __files: { 'large.bin': 'x'.repeat(20_000_000) } })
    const { admin, mock } = await controlFor(t, { stubs })
    const openFiles = () =>
      readdirSync('/proc/self/fd')
        .map(targetOf)
        .filter((target) => target.endsWith('large.bin'))
    for (let n = 0; n < 40; n++) {
      const { socket } = await RawConnection.open(t, mock.url)
      socket.write(`GET /__admin/files/large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n`)
      // Before, while and after the file is opened.
      for (let turn = 0; turn < n % 20; turn++) await new Promise(setImmediate)
      socket.resetAndDestroy()
      await once(socket, 'close')
    }
    t.equal((await admin('GET', 'health')).status, 200, 'the server still responds')
    for (let turn = 0; openFiles().length > 0 && turn < 10_000; turn++) await new Promise(setImmediate)
    t.same(openFiles(), [], 'open files')
  })

  t.test('without --stubs, there are no files', async (t) => {
    const { admin } = await controlFor(t)
    t.same((await admin('GET', 'files')).json, [], 'the list')
    for (const method of ['GET', 'PUT', 'DELETE']) {
      t.match(await admin(method, 'files/a.txt'), { status: 422, text: /--stubs DIR/ }, method)
    }
  })

  t.test('calls without the admin token get a 401', async (t) => {
    const stubs = t.testdir()
    const { admin } = await controlFor(t, { stubs, adminToken: 'a-secret-token' })
    for (const [method, path] of [
      ['GET', 'files'],
      ['PUT', 'files/a'],
      ['PUT', 'files/a/b'],
      ['DELETE', 'files/a'],
      ['POST', 'mappings/save']
    ] as const) {
      t.equal((await admin(method, path)).status, 401, `${method} ${path}`)
    }
    t.notOk(existsSync(join(stubs, '__files')), 'nothing was written')
  })
}
