import * as fs from 'node:fs'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { lineOf, readLog } from '../../src/log/file/read-log.ts'
import { WriteAheadLog } from '../../src/log/file/write-ahead-log.ts'
import { contacts, storedApis } from '../support/stored-apis.ts'
import { temporaryFolder } from '../support/temporary.ts'

const LOG = 'state.wal.ndjson'

export async function logLines(t: Test): Promise<void> {
  t.test('changes read back as they were written, whatever they mean', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const owner = { store: 's', snapshot: { revision: 3, crc32: '0000abcd' } }
    const changes = [
      contacts.add('tags', { tag: 'vip\n\u2028', color: 'red' }, { ids: 1, tickets: 0 }),
      contacts.remove('people', 'ann@x.example'),
      { op: 'something else', of: { the: ['sandbox'] } }
    ]
    const log = new WriteAheadLog(file, owner)
    for (const [i, change] of changes.entries()) log.append(4 + i, { ...change })
    log.close()
    const read = readLog(storedApis, file)
    t.match(read?.owner, owner, 'the owner')
    t.strictSame(
      read?.changes,
      changes.map((change, i) => ({ revision: 4 + i, change })),
      'the changes'
    )
    t.match(await readFile(file, 'utf8'), /^[0-9a-f]{8} \{"version":2,"store":"s",/, 'the header has the version')
  })

  t.test('an incomplete last line is dropped', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    new WriteAheadLog(file, { store: 's' }, Buffer.from(lineOf({ revision: 1, op: 'x' }))).close()
    await appendFile(file, '0123abcd {"revision":2,"op')
    t.match(readLog(storedApis, file), { changes: [{ revision: 1 }], torn: 26 }, 'and its size is known')
  })

  t.test('a log that cannot be understood is refused', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const header = lineOf({ version: 2, store: 's' })
    const headerOne = lineOf({ store: 's' })
    const rows: [string, string, RegExp][] = [
      ['a newer version', lineOf({ version: 3, store: 's' }), /was written by a newer atrium-atms-mock \(format 3/],
      ['a header without a store', lineOf({ version: 2 }), /line 1 is damaged/],
      ['a line without a revision', header + lineOf({ op: 'x' }), /line 2 is damaged/],
      ['a line without a kind', header + lineOf({ revision: 1 }), /line 2 is damaged/],
      ['a wrong sum', `${header}00000000 {"revision":1,"op":"x"}\n`, /line 2 is damaged/],
      ['no header', '', /wal\.ndjson is damaged/],
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
      t.throws(() => readLog(storedApis, file), { message }, what)
    }
  })

  t.test('a log that can be neither written nor cut back continues at the same place', async (t) => {
    const file = join(await temporaryFolder(t), LOG)
    const broken = { writes: false, cuts: false }
    const { WriteAheadLog: Fragile } = await t.mockImport<typeof import('../../src/log/file/write-ahead-log.ts')>(
      '../../src/log/file/write-ahead-log.ts',
      {
        'node:fs': {
          ...fs,
          writeSync(descriptor: number, content: string | Buffer, ...where: number[]) {
            const bytes = Buffer.from(content)
            return fs.writeSync(descriptor, bytes, 0, bytes.length - (broken.writes ? 3 : 0), where.at(-1))
          },
          ftruncateSync(descriptor: number, size: number) {
            if (broken.cuts) throw new Error('EIO')
            fs.ftruncateSync(descriptor, size)
          }
        }
      }
    )
    const log = new Fragile(file, { store: 'store' })
    const put = (revision: number) => log.append(revision, { op: 'x', revision })
    put(1)
    const whole = await readFile(file)
    for (broken.cuts of [false, true]) {
      const what = `cutting back ${broken.cuts ? 'fails' : 'works'}`
      broken.writes = true
      t.throws(() => put(2), { code: 'MOCK_CHANGE_NOT_STORED', message: /only \d+ of \d+ bytes were written/ }, what)
      const left = readLog(storedApis, file)
      t.match(left, { owner: { store: 'store' }, changes: { length: 1 } }, `${what}: the log is readable`)
      t.equal((left?.torn ?? 0) > 0, broken.cuts, `${what}: an incomplete line`)
      if (!broken.cuts) t.strictSame(await readFile(file), whole, `${what}: the log is unchanged`)
    }
    t.throws(() => new Fragile(file, { store: 'other' }), { code: 'MOCK_CHANGE_NOT_STORED' }, 'a new log')
    t.match(readLog(storedApis, file), { owner: { store: 'store' }, changes: { length: 1 } }, 'it replaces nothing')
    broken.writes = false
    put(2)
    t.match(readLog(storedApis, file), { changes: { length: 2 }, torn: 0 }, 'the next change is written')
    log.close()
  })
}
