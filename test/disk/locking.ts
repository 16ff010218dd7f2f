import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Test } from 'tap'
import { DirectoryLock, type LockOptions } from '../../src/log/file/directory-lock.ts'
import { addressOf, homeOf } from '../../src/log/file/lock-claim.ts'
import { temporaryFolder } from '../support/temporary.ts'

const REFUSED = { message: /^another atrium-atms-mock uses the data directory / }
/** Whether sockets are files on this system. */
const HAS_SOCKETS = process.platform !== 'win32'
/** The claim of a process on another machine, which cannot be asked for its status. */
const ELSEWHERE = 'lock-00000000-00000000.file'

/** Simulates the claim of another process. @param statuses its response to each connection */
async function socketIn(t: Test, directory: string, name: string, statuses: readonly (string | undefined)[]) {
  let requests = 0
  const server = createServer((socket) => {
    const status = statuses[requests++]
    if (status !== undefined) socket.end(status)
    if (requests === statuses.length) server.close()
  })
  const file = join(directory, name)
  await new Promise<void>((done) => server.listen(`${file}.new`, done))
  await rename(`${file}.new`, file)
  t.teardown(() => server.close())
  return { server, requests: () => requests }
}

/** The claim of a killed process: a socket on which nobody listens. */
async function deadSocketIn(t: Test, directory: string, name: string): Promise<void> {
  const { server } = await socketIn(t, directory, name, [])
  await new Promise((done) => (server as Server).close(done))
}

/** Locks a directory for a test. */
async function lock(t: Test, directory: string, options: LockOptions = {}): Promise<DirectoryLock> {
  const lock = await DirectoryLock.acquire(directory, options)
  t.teardown(() => lock.release())
  return lock
}

/** A folder whose path is too long for a socket. */
async function longFolder(t: Test): Promise<string> {
  const folder = join(await temporaryFolder(t), 'd'.repeat(60), 'e'.repeat(60))
  await mkdir(folder, { recursive: true })
  return folder
}

/** Until the test ends, no socket can be created in a folder with a long path, as on a file system without sockets. */
function withoutShortPaths(t: Test): void {
  const { TMPDIR } = process.env
  process.env['TMPDIR'] = '/dev/null'
  t.teardown(() => {
    if (TMPDIR === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = TMPDIR
  })
}

export async function locking(t: Test): Promise<void> {
  t.test(
    'of several processes that start at once, exactly one gets the directory, whatever killed ones left there',
    async (t) => {
      const folder = await temporaryFolder(t)
      for (let round = 0; round < 20; round++) {
        const left = HAS_SOCKETS ? ['lock-0.sock', `lock-${homeOf('sock')}-f.sock`] : []
        for (const name of left) await deadSocketIn(t, folder, name)
        await writeFile(join(folder, `lock-${homeOf('file')}-f.file`), '')
        const tries = await Promise.allSettled(Array.from({ length: 8 }, () => DirectoryLock.acquire(folder)))
        const locks = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
        t.equal(locks.length, 1, `round ${round}: one lock`)
        t.equal((await readdir(folder)).length, 1, `round ${round}: nothing is left except its claim`)
        await t.rejects(DirectoryLock.acquire(folder), REFUSED, `round ${round}: a latecomer`)
        for (const lock of locks) lock.release()
      }
      t.strictSame(await readdir(folder), [], 'nothing is left')
    }
  )

  t.test('the lock belongs to the directory, not to a path', async (t) => {
    for (const folder of [await temporaryFolder(t), await longFolder(t)]) {
      const alias = join(await temporaryFolder(t), 'alias')
      await symlink(folder, alias, 'junction')
      const first = await lock(t, folder)
      await t.rejects(DirectoryLock.acquire(alias), REFUSED, `${folder} by a symbolic link`)
      first.release()
      await lock(t, alias)
      await t.rejects(DirectoryLock.acquire(folder), REFUSED, `${folder} itself`)
    }
  })

  t.test('the lock works on a file system without sockets', { skip: !HAS_SOCKETS }, async (t) => {
    const folder = await longFolder(t)
    withoutShortPaths(t)
    const first = await lock(t, folder)
    t.match(await readdir(folder), [/^lock-[0-9a-f]{8}-[0-9a-f]{8}\.file$/], 'the claim is a file')
    await t.rejects(DirectoryLock.acquire(folder), REFUSED, 'while it is locked')
    first.release()
    await writeFile(join(folder, `lock-${homeOf('file')}-00000000.file`), '')
    await lock(t, folder)
    t.equal((await readdir(folder)).length, 1, 'the claim of a killed process is removed')
  })

  t.test(
    'of two processes that want the directory, the one whose claim sorts first gets it',
    { skip: !HAS_SOCKETS },
    async (t) => {
      const folder = await temporaryFolder(t)
      await socketIn(t, folder, 'lock-0.sock', ['waits', 'waits'])
      await t.rejects(DirectoryLock.acquire(folder), REFUSED, 'the other one')
    }
  )

  t.test('a process waits for another one whose claim sorts later', { skip: !HAS_SOCKETS }, async (t) => {
    const folder = await temporaryFolder(t)
    const other = await socketIn(t, folder, 'lock-z.sock', ['waits', 'waits', 'out'])
    const first = await lock(t, folder)
    t.equal(other.requests(), 3, 'until the other one gives up')
    first.release()
    await socketIn(t, folder, 'lock-z.sock', ['waits', 'holds'])
    await t.rejects(DirectoryLock.acquire(folder), REFUSED, 'until the other one has the directory')
  })

  t.test('a suspended process keeps the directory', { skip: !HAS_SOCKETS }, async (t) => {
    const folder = await temporaryFolder(t)
    const { server } = await socketIn(t, folder, 'lock-a.sock', [undefined, undefined])
    await t.rejects(DirectoryLock.acquire(folder), REFUSED, 'it does not respond')
    server.close()
  })

  t.test('a process on another machine rejects a newcomer by removing its claim', async (t) => {
    const folder = await temporaryFolder(t)
    const first = await lock(t, folder)
    await writeFile(join(folder, ELSEWHERE), '')
    await first.removeOtherClaims()
    t.equal((await readdir(folder)).length, 1, 'it removes the claims of others')
    first.release()
    await writeFile(join(folder, ELSEWHERE), '')
    const newcomer = DirectoryLock.acquire(folder, { patience: 10_000 })
    while ((await readdir(folder)).length < 2) await setImmediate()
    for (const name of await readdir(folder)) if (name !== ELSEWHERE) await rm(join(folder, name))
    await t.rejects(newcomer, REFUSED, 'the newcomer')
    t.strictSame(await readdir(folder), [ELSEWHERE], 'the first process holds it')
  })

  t.test(
    'a claim whose process does not respond is removed if nobody defends it',
    { skip: !HAS_SOCKETS },
    async (t) => {
      const folder = await temporaryFolder(t)
      await symlink('lock-0.sock', join(folder, 'lock-0.sock'))
      const first = await DirectoryLock.acquire(folder, { patience: 30 })
      t.equal((await readdir(folder)).length, 1, 'it is removed')
      first.release()
    }
  )

  t.test('a claim from elsewhere that nobody defends is taken over', async (t) => {
    const folder = await temporaryFolder(t)
    await writeFile(join(folder, ELSEWHERE), '')
    const notices: string[] = []
    const options: LockOptions = { patience: 100, notice: (text) => void notices.push(text) }
    t.ok((await lock(t, folder, options)).isHeld, 'after a while')
    t.match(notices, [/ was last used from another machine or container, .*: waiting up to 0\.1 s /], 'with a notice')
    t.equal((await readdir(folder)).length, 1, 'its claim is removed')
  })

  t.test('a claim that cannot be removed counts as held', { skip: !HAS_SOCKETS }, async (t) => {
    const folder = await temporaryFolder(t)
    await mkdir(join(folder, ELSEWHERE))
    await t.rejects(DirectoryLock.acquire(folder, { patience: 10 }), REFUSED, 'from elsewhere')
    await rm(join(folder, ELSEWHERE), { recursive: true })
    await symlink('lock-b.sock', join(folder, 'lock-b.sock'))
    const first = await lock(t, folder, { patience: 10 })
    t.equal((await readdir(folder)).length, 1, 'a dangling link is removed')
    first.release()
    await mkdir(join(folder, 'lock-a.sock'))
    await lock(t, folder)
    t.equal((await readdir(folder)).length, 2, 'the claim of a process that has ended does not count')
  })

  t.test('the lock is acquired again only if it was lost', async (t) => {
    const folder = await temporaryFolder(t)
    const first = await lock(t, folder)
    const before = await readdir(folder)
    await first.acquireAgain()
    t.strictSame(await readdir(folder), before, 'the same claim')
    const moved = `${folder}-moved`
    await rename(folder, moved)
    t.teardown(() => rm(moved, { recursive: true }))
    await first.removeOtherClaims().catch(() => {})
    await t.rejects(DirectoryLock.acquire(moved), REFUSED, 'the moved directory is still its own')
    await mkdir(folder)
    const second = await lock(t, folder)
    await first.removeOtherClaims()
    t.ok(second.isHeld, 'a process without a claim removes no claim of others')
    await t.rejects(first.acquireAgain(), REFUSED, 'while another process has the new one')
    t.throws(() => first.requireHeld(), REFUSED, 'the first process does not hold the new one')
    second.release()
    await first.acquireAgain()
    first.requireHeld()
    await (await DirectoryLock.acquire(moved)).release()
  })

  t.test('a process that asks and disconnects at once does no harm', { skip: !HAS_SOCKETS }, async (t) => {
    const folder = await temporaryFolder(t)
    await lock(t, folder)
    const [name = ''] = await readdir(folder)
    connect(join(folder, name)).destroy()
    await t.rejects(DirectoryLock.acquire(folder), REFUSED, 'the directory is still locked')
  })

  t.test('waiting for a directory ends when the directory is removed', async (t) => {
    const folder = await temporaryFolder(t)
    await writeFile(join(folder, ELSEWHERE), '')
    const waiting = DirectoryLock.acquire(folder, { notice: () => void rm(folder, { recursive: true }) })
    await t.rejects(waiting, { code: 'ENOENT' }, 'the error of the file system')
  })

  t.test('without sockets, each system has its own kind of address', async (t) => {
    t.equal(addressOf('1', 'linux'), '\0atrium-atms-mock-1', 'Linux: an abstract socket')
    t.equal(addressOf('1', 'win32'), '\\\\.\\pipe\\atrium-atms-mock-1', 'Windows: a named pipe')
    t.equal(addressOf('1', 'darwin'), '/tmp/atrium-atms-mock-1.sock', 'others: a socket outside of the directory')
    t.match(homeOf('file', '/missing'), /^[0-9a-f]{8}$/, 'without /proc, the host name says where it can be asked')
  })

  t.test('a missing folder is an error of the file system', async (t) => {
    await t.rejects(DirectoryLock.acquire(join(await temporaryFolder(t), 'missing')), { code: 'ENOENT' }, 'no folder')
  })
}
