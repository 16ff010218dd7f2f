import fs from 'node:fs'
import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { lineOf } from '../../src/log/file/log-lines.ts'
import { WriteAheadLog } from '../../src/log/file/write-ahead-log.ts'
import { logIn } from '../support/log-content.ts'
import { replaceIn } from '../support/replaced.ts'
import { contacts } from '../support/stored-apis.ts'
import { temporaryFolder } from '../support/temporary.ts'

const LOG = 'state.wal.ndjson'
/** Node's functions, which tests replace. */
const { fstatSync, ftruncateSync, renameSync, writeSync } = fs

async function* parts(texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}

export async function logLines(t: Test): Promise<void> {
  t.test('changes are read as they were written, whatever they contain', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const owner = { store: 's', snapshot: { revision: 3, crc32: '0000abcd' } }
    const changes = [
      contacts.add('tags', { tag: 'vip\n\u2028', color: 'red' }, { ids: 1, tickets: 0 }),
      contacts.remove('people', 'ann@x.example'),
      { op: 'something else', of: { the: ['sandbox'] } }
    ]
    const log = await WriteAheadLog.create(file, owner)
    for (const [i, change] of changes.entries()) log.append(4 + i, { ...change })
    log.close()
    const read = await logIn(file, 3)
    t.match(read?.owner, owner, 'the owner')
    t.strictSame(
      read?.changes,
      changes.map((change, i) => ({ revision: 4 + i, change })),
      'the changes'
    )
    t.match(await readFile(file, 'utf8'), /^[0-9a-f]{8} \{"version":3,"store":"s",/, 'the header has the version')
  })

  t.test('an incomplete last line is dropped', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const log = await WriteAheadLog.create(file, { store: 's' }, parts([lineOf({ revision: 1, op: 'x' })]))
    log.close()
    await appendFile(file, '0123abcd {"revision":2,"op')
    t.match(await logIn(file), { changes: [{ revision: 1 }], torn: 26 }, 'and its size is known')
  })

  t.test('a log that cannot be read is rejected', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const header = lineOf({ version: 3, store: 's' })
    const headerOne = lineOf({ store: 's' })
    const rows: [string, string, RegExp][] = [
      ['a newer version', lineOf({ version: 4, store: 's' }), /was written by a newer atrium-atms-mock \(format 4/],
      ['a header without a store', lineOf({ version: 3 }), /line 1 is damaged/],
      ['a line without a revision', header + lineOf({ op: 'x' }), /line 2 is damaged/],
      ['a line without an operation', header + lineOf({ revision: 1 }), /line 2 is damaged/],
      ['a wrong sum', `${header}00000000 {"revision":1,"op":"x"}\n`, /line 2 is damaged/],
      ['no header', '', /wal\.ndjson is empty\. Nothing/],
      ['half a header', header.slice(0, -1), /line 1 is damaged/],
      ['version one: a line without a number', headerOne + lineOf({ op: 'reset' }), /line 2 is damaged/],
      ['version one: an unknown API', headerOne + lineOf({ number: 1, op: 'x.add' }), /unknown change 'x\.add'/],
      ...['atrium.merge', 'atms.merge'].map((op): [string, string, RegExp] => [
        `version one: an unknown change: ${op}`,
        headerOne + lineOf({ number: 1, op }),
        new RegExp(`unknown change '${op}'`)
      ])
    ]
    for (const [what, text, message] of rows) {
      await writeFile(file, text)
      await t.rejects(logIn(file), { message }, what)
    }
  })

  t.test('changes can be appended while a log is replaced by its end', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const log = await WriteAheadLog.create(file, { store: 's' })
    const append = (revision: number) => log.append(revision, { op: 'x', text: 'x'.repeat(300_000) })
    append(1)
    const { size } = log
    for (let revision = 2; revision < 12; revision++) append(revision)
    const shortened = log.shorten(size, { store: 's', snapshot: { revision: 1, crc32: '0' } }, () => {})
    append(12)
    await shortened
    log.append(13, { op: 'x' })
    log.close()
    const read = await logIn(file, 1)
    t.match(read?.owner, { snapshot: { revision: 1 } }, 'the owner')
    const revisions = read?.changes.map(({ revision }) => revision)
    t.strictSame(
      revisions,
      Array.from({ length: 12 }, (_, i) => i + 2),
      'every change'
    )
  })

  t.test('a log that was truncated is not replaced by its end', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const log = await WriteAheadLog.create(file, { store: 's' })
    log.append(1, { op: 'x' })
    await truncate(file)
    await t.rejects(
      log.shorten(10, { store: 's' }, () => {}),
      { message: /is shorter than what was written to it/ },
      'the reason'
    )
    await log.end(1, () => {})
    t.equal(await readFile(file, 'utf8'), '', 'nothing was written to it')
    t.strictSame(await readdir(dirname(file)), [LOG], 'no temporary file is left')
  })

  t.test('the header says at which change the server stopped', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const log = await WriteAheadLog.create(file, { store: 's' })
    log.append(1, { op: 'x' })
    await log.end(1, () => {})
    t.match(
      await logIn(file),
      { owner: { store: 's', closedAt: 1 }, changes: [{ revision: 1 }] },
      'and the changes stay'
    )
  })

  t.test('a log that cannot be replaced by its end stays in use, unless another file has its name', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    let rename = renameSync
    replaceIn(t, fs, { renameSync: (from: string, to: string) => rename(from, to) })
    const log = await WriteAheadLog.create(file, { store: 's' })
    log.append(1, { op: 'x' })
    const { size } = log
    rename = () => {
      throw new Error('EPERM')
    }
    await t.rejects(
      log.shorten(size, { store: 's' }, () => {}),
      { message: 'EPERM' },
      'the reason'
    )
    log.append(2, { op: 'x' })
    t.match(await logIn(file), { changes: { length: 2 } }, 'it accepts changes')
    rename = (_, to) => {
      renameSync(to, `${to}-away`)
      fs.writeFileSync(to, 'other')
      throw new Error('EPERM')
    }
    await t.rejects(
      log.shorten(size, { store: 's' }, () => {}),
      { message: /was replaced/ },
      'another log'
    )
    t.throws(() => log.append(3, { op: 'x' }), { code: 'MOCK_CHANGE_NOT_STORED', message: /was replaced/ }, 'a change')
    t.equal(await readFile(file, 'utf8'), 'other', 'the other log is as it was')
    renameSync(`${file}-away`, file)
    log.append(3, { op: 'x' })
    log.close()
    t.match(await logIn(file), { changes: { length: 3 } }, 'once it is back, it accepts changes')
  })

  t.test('a log whose size cannot be read does not count as whole', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const disk = { isAway: false }
    replaceIn(t, fs, {
      fstatSync(descriptor: number) {
        if (disk.isAway) throw Object.assign(new Error('ESTALE'), { code: 'ESTALE', syscall: 'fstat' })
        return fstatSync(descriptor)
      }
    })
    const log = await WriteAheadLog.create(file, { store: 'store' })
    t.equal(log.isWhole, true, 'before')
    disk.isAway = true
    t.equal(log.isWhole, false, 'while the disk is away')
    log.close()
  })

  t.test('partial writes are continued', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    replaceIn(t, fs, {
      writeSync(descriptor: number, content: Buffer, start: number, length: number, place: number) {
        return writeSync(descriptor, content, start, Math.min(length, 7), place)
      }
    })
    const log = await WriteAheadLog.create(file, { store: 'store' })
    for (const revision of [1, 2]) log.append(revision, { op: 'x', revision, text: 'é'.repeat(20) })
    log.close()
    t.match(await logIn(file), { owner: { store: 'store' }, changes: { length: 2 }, torn: 0 }, 'the log is complete')
  })

  t.test('a log that can be neither written nor cut back continues at the same place', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const broken = { writes: false, cuts: false }
    replaceIn(t, fs, {
      writeSync(descriptor: number, content: Buffer, start: number, length: number, place: number) {
        if (broken.writes && length <= 3) throw Object.assign(new Error(), { code: 'ENOSPC', syscall: 'write' })
        return writeSync(descriptor, content, start, length - (broken.writes ? 3 : 0), place)
      },
      ftruncateSync(descriptor: number, size: number) {
        if (broken.cuts) throw new Error('EIO')
        ftruncateSync(descriptor, size)
      }
    })
    const log = await WriteAheadLog.create(file, { store: 'store' })
    const append = (revision: number) => log.append(revision, { op: 'x', revision })
    append(1)
    const whole = await readFile(file)
    for (broken.cuts of [false, true]) {
      const what = `cutting back ${broken.cuts ? 'fails' : 'works'}`
      broken.writes = true
      t.throws(() => append(2), { code: 'MOCK_CHANGE_NOT_STORED', message: /: the disk is full\. / }, what)
      const left = await logIn(file)
      t.match(left, { owner: { store: 'store' }, changes: { length: 1 } }, `${what}: the log is readable`)
      t.equal((left?.torn ?? 0) > 0, broken.cuts, `${what}: an incomplete line`)
      if (!broken.cuts) t.strictSame(await readFile(file), whole, `${what}: the log is unchanged`)
    }
    async function* breaking(): AsyncGenerator<Buffer> {
      broken.writes = true
      yield Buffer.from(lineOf({ revision: 1, op: 'x' }))
    }
    broken.writes = false
    const begun = WriteAheadLog.create(file, { store: 'other' }, breaking())
    await t.rejects(begun, { code: 'MOCK_CHANGE_NOT_STORED' }, 'a new log with changes')
    await t.rejects(WriteAheadLog.create(file, { store: 'other' }), { code: 'MOCK_CHANGE_NOT_STORED' }, 'a new log')
    t.match(await logIn(file), { owner: { store: 'store' }, changes: { length: 1 } }, 'the old log is still there')
    broken.writes = false
    append(2)
    t.match(await logIn(file), { changes: { length: 2 }, torn: 0 }, 'the next change is written')
    log.close()
  })
}
