import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atms } from '../../src/apis/atms/records.ts'
import { records as atrium } from '../../src/apis/atrium/records.ts'
import type { FixtureSet } from '../../src/fixtures/fixture-set.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { StateFile } from '../../src/log/file/state-file.ts'
import { WriteAheadLog } from '../../src/log/file/write-ahead-log.ts'
import { until } from '../support/chaos/scene.ts'
import { guid } from '../support/fixtures.ts'
import { logIn } from '../support/log-content.ts'
import { storedApis } from '../support/stored-apis.ts'
import { StoredSandbox } from '../support/stored-sandbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** In milliseconds. */
const QUIET = 50

const added = (n: number) =>
  atrium.add('users', { guid: guid(n), is_disabled: false, metadata: null, identifier: `user-${n}` }, { guids: n })

/** Replaces a method until the test ends. @returns the original */
function intercept<K extends 'write' | 'size'>(t: Test, name: K, replacement: StateFile[K]): StateFile[K] {
  const original = StateFile.prototype[name]
  StateFile.prototype[name] = replacement
  t.teardown(() => {
    StateFile.prototype[name] = original
  })
  return original
}

/** @param during called before each write of a state file, which waits for it. @returns waits for the next one to finish */
function watchWrites(t: Test, during: () => void | Promise<void> = () => {}): () => Promise<void> {
  let finished: () => void = () => {}
  const write = intercept(t, 'write', async function (this: StateFile, document) {
    await during()
    await write.call(this, document)
    // The log is replaced right after it.
    setImmediate(finished)
  })
  return () => new Promise<void>((done) => (finished = done))
}

export async function snapshots(t: Test): Promise<void> {
  // The timer that waits for quiet does not keep a process alive.
  const alive = setInterval(() => {}, 1000)
  t.teardown(() => clearInterval(alive))
  const fixtures = await loadFixtureSet(storedApis, 'fixtures/default.json', 'default')
  const other = (digit: string): FixtureSet => ({ ...fixtures, name: digit, sha256: digit.repeat(64) })

  async function opened(t: Test) {
    const folder = await temporaryFolder(t)
    const path = join(folder, 'states', 'default')
    const sandbox = await StoredSandbox.open(t, folder, { fixtures, quiet: QUIET })
    const stored = async () => (await new StateFile(storedApis, join(path, 'state.json')).read())?.state ?? {}
    return {
      folder,
      path,
      sandbox,
      log: () => logIn(join(path, 'state.wal.ndjson')),
      holder: async (name: string) => atrium.of({ apis: await stored() }).lists.users.holder(name),
      restarted: async () => {
        await sandbox.close()
        return StoredSandbox.open(t, folder, { fixtures, quiet: QUIET })
      }
    }
  }

  t.test('the state is written after a pause, and changes made meanwhile stay in the log', async (t) => {
    const { sandbox, log, holder, restarted } = await opened(t)
    let isFirst = true
    let release = () => {}
    // The change made meanwhile leads to a second write, which empties the log: it waits until the log has been read.
    const logRead = new Promise<void>((done) => (release = done))
    const nextWrite = watchWrites(t, () => {
      if (!isFirst) return logRead
      isFirst = false
      sandbox.change(added(3))
      return undefined
    })
    const write = nextWrite()
    sandbox.sandbox = { stubs: ['one'] }
    sandbox.change(added(1))
    sandbox.change(added(2))
    sandbox.change(atms.remove('users', 'dlee'))
    await write
    t.ok(await holder('user-1'), 'the state has the first change')
    t.notOk(await holder('user-3'), 'and not the one made meanwhile')
    // The log is replaced after the state.
    await until(async () => (await log())?.changes.length === 1, 'the log has only the later change')
    t.match(await log(), { changes: [{ revision: 4, change: added(3) }] }, 'the later change is in the log')
    release()
    const { text } = sandbox
    const next = await restarted()
    t.equal(next.text, text, 'after a restart')
    t.strictSame(next.sandbox, { stubs: ['one'] }, 'the rest of the sandbox, too')
    t.strictSame(next.state['atrium']?.counters, { guids: 3 }, 'and the counters')
  })

  t.test('the state is not written before a stored change has been applied', async (t) => {
    const { folder, sandbox, log } = await opened(t)
    const { snapshot } = sandbox
    sandbox.log.watch(() => snapshot)
    sandbox.change(added(1))
    await sandbox.close()
    t.equal((await log())?.changes.length, 1, 'the change is still in the log')
    t.ok((await StoredSandbox.open(t, folder, { fixtures, quiet: QUIET })).text.includes('user-1'), 'and is recovered')
  })

  t.test('a reset to another set writes a state of any size', async (t) => {
    const { sandbox, log } = await opened(t)
    intercept(t, 'size', async () => 1e9)
    const write = watchWrites(t)()
    await sandbox.reset(other('4'))
    await write
    await sandbox.close()
    t.strictSame((await log())?.changes, [], 'a start need not read that set')
  })

  t.test('a snapshot removes the copies of fixtures that nothing refers to', async (t) => {
    const { path, sandbox, restarted } = await opened(t)
    const nextWrite = watchWrites(t)
    for (const digit of ['1', '2']) {
      const write = nextWrite()
      await sandbox.reset(other(digit))
      await write
    }
    await sandbox.reset(other('3'))
    const { text } = sandbox
    await sandbox.close()
    const copies = (await readdir(join(path, 'reset-to'))).map((name) => name[0])
    t.strictSame(copies.toSorted(), ['2', '3'], 'the last two: a reset may have been in progress')
    t.equal((await restarted()).text, text, 'after a restart')
  })

  t.test('snapshots keep the fixtures of a reset in progress', async (t) => {
    const { path, sandbox } = await opened(t)
    const nextWrite = watchWrites(t)
    const afterSnapshots = async (digits: string): Promise<string> => {
      for (const digit of digits) {
        const write = nextWrite()
        await sandbox.reset(other(digit))
        await write
      }
      // Snapshots remove copies afterwards.
      await sandbox.log.keep(other(digits.at(-1) as string))
      return (await readdir(join(path, 'reset-to'))).map((name) => name[0]).join('')
    }
    const release = await sandbox.log.keep(other('9'))
    t.match(await afterSnapshots('123'), '9', 'its copy is there')
    release()
    t.notMatch(await afterSnapshots('45'), '9', 'it is removed later')
  })

  t.test('a failed snapshot is tried again', async (t) => {
    const { sandbox, folder, holder } = await opened(t)
    let isFull = true
    let failed: () => void = () => {}
    const attempt = new Promise<void>((done) => (failed = done))
    watchWrites(t, () => {
      if (!isFull) return
      setImmediate(failed)
      throw Object.assign(new Error(), { code: 'ENOSPC' })
    })
    sandbox.change(added(1))
    await attempt
    const notice = /^cannot write .*: the disk is full\. Free some space, .*\. No change is lost: state\.wal\.ndjson/
    t.match(sandbox.notices, { length: 1, 0: notice }, 'a notice')
    t.notOk(await holder('user-1'), 'the old state is there')
    isFull = false
    await sandbox.close()
    t.ok(await holder('user-1'), 'the new state is written at the end')
    t.ok((await StoredSandbox.open(t, folder, { fixtures, quiet: QUIET })).text.includes('user-1'), 'after a restart')
  })

  t.test('a stop writes the state, unless that takes long and the log is short', async (t) => {
    const rows: [string, (t: Test, file: string) => unknown, boolean][] = [
      ['a small state', () => {}, true],
      ['a large one', (t) => intercept(t, 'size', async () => 5 * 1024 * 1024), false],
      ['a removed one', (_, file) => rm(file), true]
    ]
    for (const [what, edit, isWritten] of rows) {
      await t.test(what, async (t) => {
        const { path, sandbox, log } = await opened(t)
        sandbox.change(added(1))
        await edit(t, join(path, 'state.json'))
        await sandbox.close()
        t.equal((await log())?.changes.length, isWritten ? 0 : 1, 'changes in the log')
      })
    }
  })

  t.test('a very long log is replaced before the next change', async (t) => {
    const { sandbox, log, folder } = await opened(t)
    sandbox.change(added(1))
    let isLong = true
    const size = Object.getOwnPropertyDescriptor(WriteAheadLog.prototype, 'size')
    t.teardown(() => Object.defineProperty(WriteAheadLog.prototype, 'size', { ...size }))
    Object.defineProperty(WriteAheadLog.prototype, 'size', {
      ...size,
      get(this: WriteAheadLog) {
        return isLong ? 1e9 : size?.get?.call(this)
      }
    })
    const write = intercept(t, 'write', async function (this: StateFile, document) {
      isLong = false
      await write.call(this, document)
    })
    t.equal(await sandbox.log.append(2, { op: 'x' }), 'overtaken', 'the change must be decided again')
    t.strictSame((await log())?.changes, [], 'once the state is written')
    sandbox.change(added(2))
    await sandbox.close()
    t.ok(
      (await StoredSandbox.open(t, folder, { fixtures, quiet: QUIET })).text.includes('user-2'),
      'the next change is stored'
    )
  })

  t.test('the log rejects a revision that is out of order', async (t) => {
    const { sandbox } = await opened(t)
    for (const revision of [0, 2])
      t.throws(() => sandbox.log.append(revision, { op: 'x' }), RangeError, `revision ${revision} at first`)
    t.equal(sandbox.log.append(1, { op: 'x' }), 'stored', 'revision 1 is stored')
    t.strictSame(await sandbox.log.since(), [], 'there are no other writers')
  })

  t.test('a reset whose fixtures cannot be copied is rejected', async (t) => {
    const { sandbox, path } = await opened(t)
    await rm(join(path, 'reset-to'), { recursive: true })
    await writeFile(join(path, 'reset-to'), '')
    const failed = sandbox.log.keep(other('5'))
    await t.rejects(
      failed,
      {
        code: 'MOCK_CHANGE_NOT_STORED',
        message: /^nothing was changed: cannot write .*: a part of the path is a file\. Remove/
      },
      'the reason'
    )
  })

  t.test('a closed log rejects changes: another file may have its descriptor', async (t) => {
    const { sandbox } = await opened(t)
    await sandbox.close()
    const closed = { code: 'MOCK_CHANGE_NOT_STORED', message: /the server is closed/ }
    t.throws(() => sandbox.log.append(1, { op: 'x' }), closed, 'a change')
    await t.rejects(sandbox.log.keep(sandbox.fixtures), closed, 'the fixtures of a reset')
  })
}
