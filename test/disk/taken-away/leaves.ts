import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { loadFixtureSet } from '../../../src/fixtures/load-fixture-set.ts'
import { storedApis } from '../../support/stored-apis.ts'
import { StoredSandbox } from '../../support/stored-sandbox.ts'
import { filesIn, removeFolder } from '../../support/temporary.ts'
import { added, FOREIGN, IN_USE, LOST, OTHER_DEVICE, REMOVED, type Served, served, UNUSABLE } from './served.ts'

/** A folder on another file system than that of temporary files, on Linux. */
const SHARED_MEMORY = '/dev/shm'

/** Runs a server on a directory that makes a change, and ends. */
async function useElsewhere({ open }: Served, directory?: string): Promise<void> {
  const other = await open(directory)
  other.change(added(7))
  await other.close()
}

export async function leaves(t: Test): Promise<void> {
  type Row = [string, (served: Served) => Promise<void>, RegExp]
  const rows: Row[] = [
    ['renamed', ({ root, away }) => rename(root, away), REMOVED],
    ['removed', ({ root }) => removeFolder(root), REMOVED],
    [
      'removed, and used by another server',
      async ({ root, open }) => {
        await removeFolder(root)
        await open()
      },
      FOREIGN
    ],
    [
      'removed, and used by another server for other fixtures',
      async ({ root }) => {
        await removeFolder(root)
        const fixtures = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
        await StoredSandbox.open(t, root, { fixtures })
      },
      IN_USE
    ],
    [
      'used by another server under another path',
      async (served) => {
        const { root, away } = served
        await cp(root, away, { recursive: true, filter: (path) => !path.includes('lock-') })
        await useElsewhere(served, away)
        await removeFolder(root)
        await rename(away, root)
      },
      FOREIGN
    ],
    [
      'replaced by the state file of another server without its log',
      async (served) => {
        const { root, state } = served
        await removeFolder(root)
        await useElsewhere(served)
        await rm(join(state, 'state.wal.ndjson'))
      },
      FOREIGN
    ],
    [
      'continued by another server, without its log',
      async (served) => {
        const { root, away } = served
        await cp(root, away, { recursive: true, filter: (path) => !path.includes('lock-') })
        await useElsewhere(served, away)
        await removeFolder(root)
        await rm(join(away, 'states', 'default', 'state.wal.ndjson'))
        await rename(away, root)
      },
      FOREIGN
    ],
    [
      'replaced by a file',
      async ({ root }) => {
        await removeFolder(root)
        await writeFile(root, '')
      },
      UNUSABLE
    ],
    [
      'replaced by a link to itself',
      ({ root }) => removeFolder(root).then(() => symlink(root, root)),
      /^the data directory .* cannot be used \(ELOOP/
    ],
    [
      'with a file in place of the folder above',
      async ({ root }) => {
        const above = dirname(root)
        await rename(above, `${above}-away`)
        t.teardown(() => rm(`${above}-away`, { recursive: true }))
        await writeFile(above, '')
      },
      UNUSABLE
    ],
    [
      'with the store of another server, written into the state file',
      async ({ state }) => {
        const file = join(state, 'state.json')
        const store = /("store":")(.)/
        writeFileSync(
          file,
          readFileSync(file, 'utf8').replace(store, (_, before, first) => before + (first === 'a' ? 'b' : 'a'))
        )
      },
      FOREIGN
    ],
    [
      'with a folder in place of the state file',
      ({ state }) => rm(join(state, 'state.json')).then(() => mkdir(join(state, 'state.json'))),
      /^the data directory .* cannot be used \(EISDIR/
    ],
    [
      'with a folder in place of the log and of the state file',
      async ({ state }) => {
        for (const name of ['state.wal.ndjson', 'state.json']) {
          await rm(join(state, name))
          await mkdir(join(state, name))
        }
      },
      /^the data directory .* cannot be used \(EISDIR/
    ],
    [
      'with the state file of another server',
      async ({ state, open, away }) => {
        await (await open(away)).close()
        await rename(join(away, 'states', 'default', 'state.json'), join(state, 'state.json'))
      },
      FOREIGN
    ],
    ...(existsSync(SHARED_MEMORY)
      ? [
          [
            'mounted elsewhere',
            async ({ root }: Served) => {
              const elsewhere = await mkdtemp(join(SHARED_MEMORY, 'mock-'))
              t.teardown(() => removeFolder(elsewhere))
              await removeFolder(root)
              await symlink(elsewhere, root)
            },
            OTHER_DEVICE
          ] as Row
        ]
      : []),
    ['mixed with an unreadable log', ({ state }) => removeFolder(state).then(() => broken(state)), FOREIGN]
  ]
  const broken = async (state: string): Promise<void> => {
    await mkdir(state)
    await writeFile(join(state, 'state.wal.ndjson'), 'x')
  }
  t.test('the loss is detected within a second, and nothing is written', async (t) => {
    await Promise.all(
      rows.map(async ([what, take, notice]) => {
        const all = await served(t)
        const { root, sandbox, noticed } = all
        await take(all)
        const before = await filesIn(root).catch(() => undefined)
        const start = performance.now()
        await noticed(notice)
        t.ok(performance.now() - start < 1000, `${what}: in time`)
        t.throws(() => sandbox.change(added(2)), LOST, `${what}: a change gets a 503`)
        await t.rejects(sandbox.log.keep(sandbox.fixtures), LOST, `${what}: a reset gets a 503`)
        t.throws(() => sandbox.directory.requireHere(), LOST, `${what}: an upload gets a 503`)
        await sandbox.close()
        t.strictSame(await filesIn(root).catch(() => undefined), before, `${what}: nothing was written`)
      })
    )
  })

  t.test('a change notices a loss before the next check', async (t) => {
    const { root, sandbox, noticed } = await served(t)
    rmSync(root, { recursive: true })
    writeFileSync(root, '')
    t.throws(() => sandbox.change(added(2)), LOST)
    await noticed(UNUSABLE)
    await sandbox.close()
  })
}
