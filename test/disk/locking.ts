import { mkdir, readdir, rename, symlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import { lockDirectory } from '../../src/log/file/directory-lock.ts'
import { temporaryFolder } from '../support/temporary.ts'

const REFUSED = { message: /^another atrium-atms-mock uses the data directory / }

/** Another process's socket in a directory, as far as this one can see. @param answers what it says to each who asks */
async function socketIn(t: Test, directory: string, name: string, answers: readonly (string | undefined)[]) {
  let asked = 0
  const server = createServer((socket) => {
    const answer = answers[asked++]
    if (answer !== undefined) socket.end(answer)
    if (asked === answers.length) server.close()
  })
  const file = join(directory, name)
  await new Promise<void>((done) => server.listen(`${file}.new`, done))
  await rename(`${file}.new`, file)
  t.teardown(() => server.close())
  return { server, asked: () => asked }
}

/** What a kill leaves behind: a socket on which nobody listens. */
async function deadSocketIn(t: Test, directory: string, name: string): Promise<void> {
  const { server } = await socketIn(t, directory, name, [])
  await new Promise((done) => (server as Server).close(done))
}

export async function locking(t: Test): Promise<void> {
  t.test('of several that start at once exactly one gets the directory, whatever was left behind there', async (t) => {
    const folder = await temporaryFolder(t)
    for (let round = 0; round < 20; round++) {
      for (const name of ['lock-0.sock', 'lock-f.sock']) await deadSocketIn(t, folder, name)
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(folder)))
      const locks = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      t.equal(locks.length, 1)
      t.equal((await readdir(folder)).length, 1, 'nothing is left but its own socket')
      await t.rejects(lockDirectory(folder), REFUSED)
      for (const lock of locks) lock.release()
    }
    t.strictSame(await readdir(folder), [])
  })

  t.test('who wants it too, and comes first by name, gets it', async (t) => {
    const folder = await temporaryFolder(t)
    await socketIn(t, folder, 'lock-0.sock', ['waits', 'waits'])
    await t.rejects(lockDirectory(folder), REFUSED)
  })

  t.test('who wants it too, and comes later by name, is waited for: it gives up, or has it', async (t) => {
    const folder = await temporaryFolder(t)
    const gives = await socketIn(t, folder, 'lock-z.sock', ['waits', 'waits', 'out'])
    const lock = await lockDirectory(folder)
    t.equal(gives.asked(), 3)
    lock.release()
    await socketIn(t, folder, 'lock-z.sock', ['waits', 'holds'])
    await t.rejects(lockDirectory(folder), REFUSED)
  })

  t.test('a process that is stopped, or cannot be asked, still has what it has', async (t) => {
    const folder = await temporaryFolder(t)
    const { server } = await socketIn(t, folder, 'lock-a.sock', [undefined, undefined])
    await t.rejects(lockDirectory(folder), REFUSED)
    server.close()
    const other = await temporaryFolder(t)
    await symlink('lock-a.sock', join(other, 'lock-a.sock'))
    await t.rejects(lockDirectory(other), REFUSED)
  })

  t.test('what cannot be removed, and does not answer, is no hindrance', async (t) => {
    const folder = await temporaryFolder(t)
    await mkdir(join(folder, 'lock-a.sock'))
    const lock = await lockDirectory(folder)
    t.same(await readdir(folder).then(({ length }) => length), 2)
    lock.release()
  })

  t.test('one who asks and does not wait for the answer does no harm', async (t) => {
    const folder = await temporaryFolder(t)
    const lock = await lockDirectory(folder)
    const [name = ''] = await readdir(folder)
    connect(join(folder, name)).destroy()
    await t.rejects(lockDirectory(folder), REFUSED)
    lock.release()
  })

  t.test('what else is wrong is told', async (t) => {
    await t.rejects(lockDirectory(join(await temporaryFolder(t), 'nowhere')), /listen/)
  })
}
