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
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { StoredSandbox } from '../../support/stored-sandbox.ts'
import { removeFolder, temporaryFolder } from '../../support/temporary.ts'
import { added, BACK, emptied, isRejected, LOST, REMOVED, REWRITTEN, type Served, served } from './served.ts'

type Row = [string, (served: Served) => Promise<void>, RegExp]

export async function returns(t: Test): Promise<void> {
  const rows: [string, (served: Served) => Promise<void>, RegExp][] = [
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
        await removeFolder(root)
        await noticed(REMOVED)
        await mkdir(root)
      },
      BACK
    ],
    ['emptied', async ({ root }) => emptied(root), REWRITTEN],
    ['without the folder of the state', ({ state }) => removeFolder(state), REWRITTEN],
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
        await removeFolder(root)
        await rename(away, root)
      },
      REWRITTEN
    ]
  ]
  /** A change that another program makes while the server runs. */
  function changed(what: string, edit: (files: { json: string; log: string }) => void): Row {
    const take = async ({ state, sandbox }: Served): Promise<void> => {
      edit({ json: join(state, 'state.json'), log: join(state, 'state.wal.ndjson') })
      t.throws(() => sandbox.change(added(9)), LOST, `${what}: no change is acknowledged`)
      t.throws(() => sandbox.change(added(9)), LOST, `${what}: nor is the next one`)
    }
    return [what, take, REWRITTEN]
  }
  t.test('the directory comes back with the whole state', async (t) => {
    await Promise.all(
      rows.map(async ([what, take, notice]) => {
        const all = await served(t)
        const { sandbox, noticed, open, notices } = all
        await take(all)
        await noticed(notice)
        // The notice comes before the directory is in use again.
        while (isRejected(sandbox)) await new Promise((done) => setTimeout(done, 5))
        sandbox.change(added(2))
        await t.rejects(open(), /another atrium-atms-mock uses/, `${what}: it is locked`)
        const { text } = sandbox
        await sandbox.close()
        t.equal((await open()).text, text, `${what}: after a restart`)
        t.equal(notices.filter((each) => each === notices[0]).length, 1, `${what}: each notice once`)
      })
    )
  })

  t.test('a directory without its lock is locked again', async (t) => {
    const { root, sandbox, open } = await served(t)
    for (const name of await readdir(root)) if (name.startsWith('lock-')) await rm(join(root, name))
    t.throws(() => sandbox.change(added(2)), LOST, 'until then, a change gets a 503')
    while (isRejected(sandbox)) await new Promise((done) => setTimeout(done, 20))
    await t.rejects(open(), /another atrium-atms-mock uses/, 'then other servers are rejected')
    sandbox.change(added(2))
    const { text } = sandbox
    await sandbox.close()
    t.equal((await open()).text, text, 'after a restart')
  })

  t.test('a state file with another date only counts as unchanged', async (t) => {
    const { state, sandbox, notices } = await served(t)
    utimesSync(join(state, 'state.json'), 0, 0)
    t.notOk(isRejected(sandbox), 'changes are accepted')
    await sandbox.close()
    t.strictSame(notices, [], 'nothing is reported')
  })

  t.test('the directory is not used again before the whole state can be written', async (t) => {
    const { root, sandbox, noticed, notices } = await served(t)
    sandbox.log.watch(() => ({ ...sandbox.snapshot, revision: 0 }))
    await emptied(root)
    await noticed(/^the data directory .* was replaced: changes are rejected until it is restored/)
    t.throws(() => sandbox.change(added(2)), LOST, 'while it cannot be written, a change gets a 503')
    sandbox.log.watch(() => sandbox.snapshot)
    await noticed(BACK)
    t.match(notices[0], REWRITTEN, 'the first notice')
    t.notOk(isRejected(sandbox), 'then a change is accepted')
  })

  t.test('a directory that is renamed while its state is written again stays away', async (t) => {
    const root = join(await temporaryFolder(t), 'data')
    const notice = (text: string) => {
      if (REWRITTEN.test(text)) renameSync(root, `${root}-away`)
      else if (/was removed or renamed/.test(text)) markRenamed()
    }
    let markRenamed: () => void = () => {}
    const noticed = new Promise<void>((done) => (markRenamed = done))
    const sandbox = await StoredSandbox.open(t, root, { notice })
    await emptied(root)
    await noticed
    t.throws(() => sandbox.change(added(1)), LOST, 'a change gets a 503')
    t.notOk(existsSync(root), 'the directory does not exist')
  })

  t.test('a directory that was emptied and cannot be written comes back later', async (t) => {
    const { root, state, sandbox, noticed } = await served(t)
    await emptied(root)
    const obstacle = join(state, 'state.json.tmp')
    await mkdir(obstacle, { recursive: true })
    await noticed(/^the data directory .* cannot be used \(EISDIR/)
    t.throws(() => sandbox.change(added(2)), LOST, 'until then, a change gets a 503')
    await removeFolder(obstacle)
    await noticed(BACK)
    t.notOk(isRejected(sandbox), 'then a change is accepted')
  })
}
