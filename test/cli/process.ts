import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { mockFor } from '../support/mock.ts'
import { cleanCommand, NEEDS_SIGNALS } from '../support/platform.ts'
import { program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'

const EPHEMERAL = ['--ephemeral', '--port', '0']

export async function processes(t: Test): Promise<void> {
  const { start } = await program(t)

  await t.test('stops soon after SIGTERM, whatever connections are open', NEEDS_SIGNALS, async (t) => {
    const server = start([...EPHEMERAL, '--json'])
    const { port } = new URL(await server.ready)
    const idle = connect(Number(port), '127.0.0.1')
    idle.write('GET /__admin/health HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(idle, 'data')
    const busy = connect(Number(port), '127.0.0.1').on('error', () => {})
    busy.write('POST /__admin/reset HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{')
    const second = connect(Number(port), '127.0.0.1')
    second.write('GET /__admin/health HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(second, 'data')
    const at = performance.now()
    server.process.kill('SIGTERM')
    t.equal(await server.ended, 0, 'exit code')
    t.ok(performance.now() - at < 1500, 'it does not wait for open connections')
  })

  await t.test('listens to signals before it loads the program', async (t) => {
    const main = join(packageRoot, 'dist', 'main.cjs')
    const watch = join(await temporaryFolder(t), 'watch.cjs')
    const report = `name === 'SIGTERM' && console.error(Object.keys(require.cache).filter((file) => file !== __filename).join())`
    await writeFile(watch, `process.on('newListener', (name) => ${report})`)
    const [file = '', ...words] = cleanCommand([process.execPath, '--require', watch, main, '--version'])
    const { stderr } = await promisify(execFile)(file, words)
    t.equal(stderr, `${main}\n`, 'the files loaded by then')
  })

  await t.test(
    'can be interrupted while it writes a file or waits for a server, and leaves no files behind',
    NEEDS_SIGNALS,
    async (t) => {
      const folder = await temporaryFolder(t)
      const file = join(folder, 'large.json')
      const users = ['--atrium-users', '10000000', '--atms-users', '0']
      const generating = start(['generate', ...users, '--out', file])
      while ((await readdir(folder)).length === 0) await setImmediate()
      generating.process.kill('SIGINT')
      t.equal(await generating.ended, 130, 'exit code of generate')
      t.strictSame(await readdir(folder), [], 'no files')
      const hung = createServer().listen(0, '127.0.0.1')
      await once(hung, 'listening')
      t.teardown(() => hung.close())
      const resetting = start(['reset', '--url', `http://127.0.0.1:${(hung.address() as AddressInfo).port}`])
      await once(hung, 'connection')
      resetting.process.kill('SIGTERM')
      t.equal(await resetting.ended, 143, 'exit code of reset')
    }
  )

  await t.test('fails if its output cannot be written', { skip: !existsSync('/dev/full') }, async (t) => {
    const { url } = await mockFor(t)
    const state = start(['state', '--url', url], undefined, '/dev/full')
    t.equal(await state.ended, 1, 'exit code')
    t.match(state.output.err, /^atrium-atms-mock: cannot write output: ENOSPC/, 'the message')
  })

  await t.test('keeps running if its output pipe is closed', NEEDS_SIGNALS, async (t) => {
    const server = start([...EPHEMERAL, '--json', '--log-level', 'info'])
    const url = await server.ready
    server.process.stdout.destroy()
    for (let i = 0; i < 5; i++) t.equal((await fetch(`${url}/users`)).status, 401, `request ${i}`)
    server.process.kill('SIGTERM')
    t.equal(await server.ended, 0, 'exit code')
  })

  await t.test('prints the reason of a failed start on stderr and exits with 1', async (t) => {
    const server = start([...EPHEMERAL, '--fixtures', 'nope'])
    t.equal(await server.ended, 1, 'exit code')
    t.strictSame(
      server.output,
      {
        out: '',
        err: "atrium-atms-mock: unknown fixture set 'nope' (available: default, empty, paging)\n"
      },
      'the message'
    )
  })
}
