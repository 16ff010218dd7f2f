import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../src/apis/atrium/records.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { storeFixtureSet } from '../../src/fixtures/store-fixture-set.ts'
import { call, createAtriumUser, newAccount } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { guid } from '../support/fixtures.ts'
import { storedApis } from '../support/stored-apis.ts'
import { StoredSandbox } from '../support/stored-sandbox.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

const added = (n: number) =>
  atrium.add('users', { guid: guid(n), is_disabled: false, metadata: null, identifier: `user-${n}` }, { guids: n })

const LOST = { code: 'MOCK_DATA_DIRECTORY_LOST', statusCode: 503 }

/** The paths of a data directory, and a server on it that has stored a change. */
async function served(t: Test) {
  const root = join(await temporaryFolder(t), 'data')
  const away = `${root}-away`
  const fixtures = await loadFixtureSet(storedApis, 'fixtures/default.json', 'default')
  const notices: string[] = []
  let heard: () => void = () => {}
  const notice = (text: string) => {
    notices.push(text)
    heard()
  }
  const sandbox = await StoredSandbox.open(t, root, { fixtures, notice })
  sandbox.change(added(1))
  return {
    root,
    away,
    state: join(root, 'states', 'default'),
    sandbox,
    notices,
    /** Resolves once a notice matches. */
    async noticed(pattern: RegExp): Promise<void> {
      while (!notices.some((text) => pattern.test(text))) await new Promise<void>((done) => (heard = done))
    },
    /** Opens the directory as the next server would. */
    open: (directory = root) => StoredSandbox.open(t, directory, { fixtures })
  }
}
type Served = Awaited<ReturnType<typeof served>>

const REMOVED = /^the data directory .* was removed or renamed: no change is accepted until it is back\. /
const REWRITTEN = /^the contents of .* were removed or changed while the server is running: writing them again$/
const BACK = /^the data directory .* is back$/
const FOREIGN = /^the data directory .* contains the state of another server: no change is accepted until it is back/
const IN_USE = /^the data directory .* cannot be used \(another atrium-atms-mock uses .*\): no change is accepted until/
const UNUSABLE = /^the data directory .* cannot be used \(ENOTDIR/
const OTHER_DEVICE = /^the data directory .* is on another file system now: no change is accepted until it is back/
/** A folder on another file system than that of temporary files, on Linux. */
const SHARED_MEMORY = '/dev/shm'

/** Runs a server on a directory that makes a change, and ends. */
async function useElsewhere({ open }: Served, directory?: string): Promise<void> {
  const other = await open(directory)
  other.change(added(7))
  await other.close()
}

export async function takenAway(t: Test): Promise<void> {
  // Looking at the directory does not keep a process alive.
  const alive = setInterval(() => {}, 1000)
  t.teardown(() => clearInterval(alive))

  t.test('a server never writes over the files of another one', async (t) => {
    const root = join(await temporaryFolder(t), 'data')
    const forgotten = await mockOn(t, root)
    await createAtriumUser(forgotten, { identifier: 'forgotten' })
    await call(forgotten, 'PUT', '/__admin/fixtures/mine')
    await rm(root, { recursive: true })
    const second = await mockOn(t, root)
    for (let n = 1; n <= 5; n++) await createAtriumUser(second, { identifier: `second-${n}` })
    await second.close()
    const before = await filesIn(root)
    const title =
      /^the data directory .*data (was|is|contains) .*: no change is accepted until it is back\. Put it back, or/
    const responses: [string, Response, unknown][] = [
      [
        'Atrium',
        await call(forgotten, 'POST', '/users', { user: { metadata: 'x' } }),
        { error: { status: 'service_unavailable', message: title } }
      ],
      ['ATMS', await call(forgotten, 'POST', '/api/Users', newAccount('zed')), { Message: title }],
      ['a stub', await call(forgotten, 'POST', '/__admin/mappings', {}), { errors: [{ title }] }],
      ['a reset', await call(forgotten, 'POST', '/__admin/reset'), { errors: [{ title }] }],
      ['a saved set', await call(forgotten, 'PUT', '/__admin/fixtures/mine'), { errors: [{ title }] }],
      ['a deleted set', await call(forgotten, 'DELETE', '/__admin/fixtures/mine'), { errors: [{ title }] }]
    ]
    for (const [what, response, body] of responses) {
      t.equal(response.status, 503, `${what}: the status`)
      t.match(await response.json(), body, `${what}: the body`)
    }
    t.equal((await call(forgotten, 'GET', '/users')).status, 200, 'reads work')
    const inMemory = await call(forgotten, 'POST', '/sandboxes/w1/users', { user: { metadata: 'x' } })
    t.equal(inMemory.status, 200, 'and sandboxes that are kept in memory')
    await forgotten.close()
    t.strictSame(await filesIn(root), before, 'the files of the other server')
  })

  type Row = [string, (served: Served) => Promise<void>, RegExp]
  const rows: Row[] = [
    ['renamed', ({ root, away }) => rename(root, away), REMOVED],
    ['removed', ({ root }) => rm(root, { recursive: true }), REMOVED],
    [
      'removed, and used by another server',
      async ({ root, open }) => {
        await rm(root, { recursive: true })
        await open()
      },
      FOREIGN
    ],
    [
      'removed, and used by another server for other fixtures',
      async ({ root }) => {
        await rm(root, { recursive: true })
        const fixtures = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
        await StoredSandbox.open(t, root, { fixtures })
      },
      IN_USE
    ],
    [
      'used by another server while it was elsewhere',
      async (served) => {
        const { root, away } = served
        await cp(root, away, { recursive: true, filter: (path) => !path.includes('lock-') })
        await useElsewhere(served, away)
        await rm(root, { recursive: true })
        await rename(away, root)
      },
      FOREIGN
    ],
    [
      'replaced by the state file of another server without its log',
      async (served) => {
        const { root, state } = served
        await rm(root, { recursive: true })
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
        await rm(root, { recursive: true })
        await rm(join(away, 'states', 'default', 'state.wal.ndjson'))
        await rename(away, root)
      },
      FOREIGN
    ],
    [
      'replaced by a file',
      async ({ root }) => {
        await rm(root, { recursive: true })
        await writeFile(root, '')
      },
      UNUSABLE
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
              t.teardown(() => rm(elsewhere, { recursive: true }))
              await rm(root, { recursive: true })
              await symlink(elsewhere, root)
            },
            OTHER_DEVICE
          ] as Row
        ]
      : []),
    [
      'mixed with a log that nobody can read',
      ({ state }) => rm(state, { recursive: true }).then(() => broken(state)),
      FOREIGN
    ]
  ]
  const broken = async (state: string): Promise<void> => {
    await mkdir(state)
    await writeFile(join(state, 'state.wal.ndjson'), 'x')
  }
  t.test('it is noticed within a second', async (t) => {
    await Promise.all(
      rows.map(async ([what, take, notice]) => {
        const all = await served(t)
        const { root, sandbox, noticed } = all
        await take(all)
        const before = await filesIn(root).catch(() => undefined)
        const start = performance.now()
        await noticed(notice)
        t.ok(performance.now() - start < 1000, `${what}: in time`)
        t.throws(() => sandbox.change(added(2)), LOST, `${what}: a change is refused`)
        await t.rejects(sandbox.log.keep(sandbox.fixtures), LOST, `${what}: a reset, too`)
        t.throws(() => sandbox.directory.requireHere(), LOST, `${what}: and an upload`)
        await sandbox.close()
        t.strictSame(await filesIn(root).catch(() => undefined), before, `${what}: nothing was written`)
      })
    )
  })

  const returns: [string, (served: Served) => Promise<void>, RegExp][] = [
    [
      'renamed, and back',
      async ({ root, away, sandbox, noticed }) => {
        await rename(root, away)
        t.throws(() => sandbox.change(added(9)), LOST, 'nothing is acknowledged while it is away')
        await noticed(REMOVED)
        await rename(away, root)
      },
      BACK
    ],
    [
      'removed, and created again',
      async ({ root, noticed }) => {
        await rm(root, { recursive: true })
        await noticed(REMOVED)
        await mkdir(root)
      },
      BACK
    ],
    ['emptied', async ({ root }) => emptied(root), REWRITTEN],
    ['without the folder of the state', ({ state }) => rm(state, { recursive: true }), REWRITTEN],
    changed('without its state file', ({ json }) => rmSync(json)),
    changed('without its log', ({ log }) => rmSync(log)),
    changed('with an emptied log', ({ log }) => truncateSync(log)),
    changed('with a log that was cut off', ({ log }) => truncateSync(log, 10)),
    changed('with an older log written over the log', ({ log }) =>
      writeFileSync(log, readFileSync(log).subarray(0, -5))
    ),
    changed('with a longer log', ({ log }) => appendFileSync(log, 'x')),
    changed('with an emptied state file', ({ json }) => truncateSync(json)),
    changed('with an edited state file', ({ json }) => appendFileSync(json, ' ')),
    [
      'replaced by a copy of it',
      async ({ root, away }) => {
        await cp(root, away, { recursive: true, filter: (path) => !path.includes('lock-') })
        await rm(root, { recursive: true })
        await rename(away, root)
      },
      REWRITTEN
    ]
  ]
  /** What another program changes while this one runs. */
  function changed(what: string, edit: (files: { json: string; log: string }) => void): Row {
    const take = async ({ state, sandbox }: Served): Promise<void> => {
      edit({ json: join(state, 'state.json'), log: join(state, 'state.wal.ndjson') })
      t.throws(() => sandbox.change(added(9)), LOST, `${what}: no change is acknowledged`)
      t.throws(() => sandbox.change(added(9)), LOST, `${what}: nor is the next one`)
    }
    return [what, take, REWRITTEN]
  }
  const emptied = async (folder: string): Promise<void> => {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
  }
  t.test('it comes back with everything', async (t) => {
    await Promise.all(
      returns.map(async ([what, take, notice]) => {
        const all = await served(t)
        const { sandbox, noticed, open, notices } = all
        await take(all)
        await noticed(notice)
        // The notice comes before the directory is in use again.
        while (isRefused(sandbox)) await new Promise((done) => setTimeout(done, 5))
        sandbox.change(added(2))
        await t.rejects(open(), /another atrium-atms-mock uses/, `${what}: it is locked`)
        const { text } = sandbox
        await sandbox.close()
        t.equal((await open()).text, text, `${what}: after a restart`)
        t.equal(notices.filter((each) => each === notices[0]).length, 1, `${what}: each notice once`)
      })
    )
  })

  const isRefused = ({ directory }: StoredSandbox): boolean => {
    try {
      directory.requireHere()
      return false
    } catch {
      return true
    }
  }

  t.test('without its lock it is locked again', async (t) => {
    const { root, sandbox, open } = await served(t)
    for (const name of await readdir(root)) if (name.startsWith('lock-')) await rm(join(root, name))
    t.throws(() => sandbox.change(added(2)), LOST, 'until then a change is refused')
    while (isRefused(sandbox)) await new Promise((done) => setTimeout(done, 20))
    await t.rejects(open(), /another atrium-atms-mock uses/, 'then other servers are refused')
    sandbox.change(added(2))
    const { text } = sandbox
    await sandbox.close()
    t.equal((await open()).text, text, 'after a restart')
  })

  t.test('an upload does not create it again', async (t) => {
    const root = join(await temporaryFolder(t), 'data')
    const mock = await mockOn(t, root)
    await rename(root, `${root}-away`)
    t.equal((await call(mock, 'PUT', '/__admin/fixtures/mine')).status, 503, 'the upload is refused')
    t.notOk(existsSync(root), 'the directory stays away')
    await rename(`${root}-away`, root)
    let response = await call(mock, 'PUT', '/__admin/fixtures/mine')
    for (; response.status === 503; response = await call(mock, 'PUT', '/__admin/fixtures/mine')) await response.text()
    t.equal(response.status, 201, 'once it is back, the upload is accepted')
  })

  t.test('nor does what is in progress when it is taken away', async (t) => {
    const { root, away, sandbox } = await served(t)
    const paging = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
    const kept = sandbox.log.keep(paging)
    renameSync(root, away)
    await t.rejects(kept, LOST, 'a reset')
    const check = () => {
      if (!existsSync(root)) throw new Error('lost')
    }
    const takenFirst = () => {
      check()
      renameSync(root, away)
    }
    renameSync(away, root)
    const stored = storeFixtureSet(storedApis, join(root, 'fixtures'), 'mine', paging.state, takenFirst)
    await t.rejects(stored, { message: 'lost' }, 'an upload')
    t.notOk(existsSync(root), 'the directory stays away')
  })

  t.test('a state file of which only the date has changed is still the same', async (t) => {
    const { state, sandbox, notices } = await served(t)
    utimesSync(join(state, 'state.json'), 0, 0)
    t.notOk(isRefused(sandbox), 'changes are accepted')
    await sandbox.close()
    t.strictSame(notices, [], 'nothing is reported')
  })

  t.test('it comes back only with the whole state', async (t) => {
    const { root, sandbox, noticed, notices } = await served(t)
    sandbox.log.watch(() => ({ ...sandbox.snapshot, revision: 0 }))
    await emptied(root)
    await noticed(/^the data directory .* was replaced: no change is accepted until it is back/)
    t.throws(() => sandbox.change(added(2)), LOST, 'while it cannot be written, a change is refused')
    sandbox.log.watch(() => sandbox.snapshot)
    await noticed(BACK)
    t.match(notices[0], REWRITTEN, 'the first notice')
    t.notOk(isRefused(sandbox), 'then it is accepted')
  })

  t.test('it stays away if it is taken while it is written', async (t) => {
    const root = join(await temporaryFolder(t), 'data')
    const notice = (text: string) => {
      if (REWRITTEN.test(text)) renameSync(root, `${root}-away`)
      else if (/was removed or renamed/.test(text)) taken()
    }
    let taken: () => void = () => {}
    const noticed = new Promise<void>((done) => (taken = done))
    const sandbox = await StoredSandbox.open(t, root, { notice })
    await emptied(root)
    await noticed
    t.throws(() => sandbox.change(added(1)), LOST, 'a change is refused')
    t.notOk(existsSync(root), 'it is not there')
  })

  t.test('a directory that was emptied and cannot be written comes back later', async (t) => {
    const { root, state, sandbox, noticed } = await served(t)
    await emptied(root)
    const obstacle = join(state, 'state.json.tmp')
    await mkdir(obstacle, { recursive: true })
    await noticed(/^the data directory .* cannot be used \(EISDIR/)
    t.throws(() => sandbox.change(added(2)), LOST, 'until then a change is refused')
    await rm(obstacle, { recursive: true })
    await noticed(BACK)
    t.notOk(isRefused(sandbox), 'then it is accepted')
  })
}
