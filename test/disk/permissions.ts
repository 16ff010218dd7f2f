import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { restrictAccess } from '../../src/log/file/restrict-access.ts'
import { call } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** Files and folders below a folder that users other than the owner can access. */
async function openIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
  const modes = await Promise.all([folder, ...paths].map(async (path) => ({ path, mode: (await stat(path)).mode })))
  return modes.filter(({ mode }) => (mode & 0o077) !== 0).map(({ path }) => path)
}

export async function permissions(t: Test): Promise<void> {
  t.test('other users cannot read files of the server', async (t) => {
    const root = join(await temporaryFolder(t), 'data')
    const mock = await mockOn(t, root, { tlsPort: 0 })
    await call(mock, 'PUT', '/__admin/fixtures/mine')
    await call(mock, 'POST', '/__admin/reset', { fixtures: 'mine' })
    t.strictSame(await openIn(root), [], 'while it runs')
    await mock.close()
    t.strictSame(await openIn(root), [], 'and later')
  })

  t.test('files of earlier versions are restricted at the next start', async (t) => {
    const root = join(await temporaryFolder(t), 'data')
    const mock = await mockOn(t, root, { tlsPort: 0 })
    await call(mock, 'PUT', '/__admin/fixtures/mine')
    await mock.close()
    for (const each of [root, ...(await readdir(root, { recursive: true })).map((name) => join(root, name))])
      await chmod(each, (await stat(each)).isDirectory() ? 0o755 : 0o644)
    const next = await mockOn(t, root)
    t.strictSame(await openIn(root), [], 'every file and folder')
    t.strictSame(next.notices, [], 'without a notice')
  })

  t.test('other contents of the directory keep their permissions', async (t) => {
    const root = await temporaryFolder(t)
    const [other, fixtures] = [join(root, 'README.md'), join(root, 'fixtures')]
    await writeFile(other, '', { mode: 0o644 })
    await mkdir(fixtures)
    await mkdir(join(root, 'states'))
    await symlink(other, join(root, 'states', 'link'))
    for (const folder of [root, fixtures, join(root, 'states')]) await chmod(folder, 0o755)
    const notices: string[] = []
    await restrictAccess(root, (text) => notices.push(text))
    t.strictSame(notices, [], 'no notice')
    t.strictSame(await openIn(root), [root, other, fixtures], 'only the states are restricted')
  })

  t.test('a directory that is shared on purpose stays shared', async (t) => {
    const root = await temporaryFolder(t)
    await chmod(root, 0o1777)
    await restrictAccess(root, () => {})
    t.equal((await stat(root)).mode & 0o7777, 0o1777, 'the directory itself')
  })

  t.test('a notice says if access cannot be restricted', async (t) => {
    const root = await temporaryFolder(t)
    const states = join(root, 'states')
    await mkdir(states)
    await chmod(states, 0o755)
    // A file system without permissions accepts the change and ignores it.
    const notices: string[] = []
    const restrict = (platform?: string) =>
      restrictAccess(
        root,
        (text) => notices.push(text),
        async () => {},
        platform
      )
    await restrict()
    const text = `cannot restrict access to ${states}: other users of this machine may be able to read the saved state`
    t.strictSame(notices, [text], 'once')
    await restrict('win32')
    t.equal(notices.length, 1, 'Windows has no such permissions')
  })
}
