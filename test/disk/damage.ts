import { appendFile, cp, mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../src/apis/atrium/records.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { lineOf } from '../../src/log/file/log-lines.ts'
import { describeError } from '../../src/mock/describe-error.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { imageOf } from '../support/image.ts'
import { storedApis, textOf } from '../support/stored-apis.ts'
import { StoredSandbox } from '../support/stored-sandbox.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

const STATE = join('states', 'default', 'state.json')
const LOG = join('states', 'default', 'state.wal.ndjson')

const user = (n: number) => ({ guid: guid(n), is_disabled: false, metadata: null, identifier: `user-${n}` })
const added = (n: number) => atrium.add('users', user(n), { guids: n })

async function flip(file: string, at: number): Promise<void> {
  const bytes = await readFile(file)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  await writeFile(file, bytes)
}

/** The copy of a fixture set that a reset left behind. */
async function copyIn(directory: string, sha256: string): Promise<string> {
  const folder = join(directory, 'states', 'default', 'reset-to')
  const name = (await readdir(folder)).find((file) => file.startsWith(sha256))
  return join(folder, String(name))
}

export async function damage(t: Test): Promise<void> {
  const paging = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
  const folder = await temporaryFolder(t)
  const sandbox = await StoredSandbox.open(t, folder)
  await sandbox.reset(paging)
  for (const n of [1, 2, 3]) sandbox.change(added(n))
  const killed = await imageOf(t, folder)
  const otherFolder = await temporaryFolder(t)
  await (await StoredSandbox.open(t, otherFolder)).close()
  const lines = (await readFile(join(killed, LOG), 'utf8')).split('\n')
  const [header = ''] = lines
  const stopped = await temporaryFolder(t)
  await sandbox.close()
  await cp(folder, stopped, { recursive: true })
  const append = (image: string, change: object) => appendFile(join(image, LOG), lineOf({ revision: 5, ...change }))

  const rows: [string, RegExp, (image: string) => unknown][] = [
    [
      'a flipped byte in the log',
      /wal\.ndjson: line 3 is damaged\. Nothing was changed: .*--fresh/,
      (image) => flip(join(image, LOG), lines.slice(0, 2).join('').length + 30)
    ],
    [
      'half a line in the log',
      /line 3 is damaged/,
      (image) => writeFile(join(image, LOG), lines.with(2, String(lines[2]).slice(0, 20)).join('\n'))
    ],
    ['two headers', /line 2 is damaged/, (image) => writeFile(join(image, LOG), [lines[0], ...lines].join('\n'))],
    [
      'a log of a newer version',
      /wal\.ndjson was written by a newer atrium-atms-mock \(format 9, .*--fresh/,
      (image) => writeFile(join(image, LOG), lineOf({ version: 9, store: 's' }))
    ],
    [
      'invalid UTF-8 in the log',
      /line 2 is damaged/,
      (image) => writeFile(join(image, LOG), Buffer.from(`${lines[0]}\n01234567 {"x":"\xff"}\n`, 'latin1'))
    ],
    [
      'a log that is newer than its state',
      /state\.wal\.ndjson in .* belongs to another state\.json\. Nothing was changed: restore the two files/,
      async (image) => writeFile(join(image, LOG), await readFile(join(stopped, LOG)))
    ],
    [
      'a log that was cut off after an orderly stop',
      /wal\.ndjson ends at change 4, but the server stopped at change 7: its end is missing\. Nothing was changed: .*remove it/,
      async (image) =>
        writeFile(
          join(image, LOG),
          [lineOf({ ...JSON.parse(header.slice(9)), closedAt: 7 }), ...lines.slice(1, 5), '']
            .join('\n')
            .replace('\n\n', '\n')
        )
    ],
    [
      'a state that is a folder',
      /state\.json is a folder, not a saved state\. Nothing was changed: .*--fresh/,
      async (image) => {
        await rm(join(image, STATE))
        await mkdir(join(image, STATE))
      }
    ],
    [
      'a flipped bit in $mock',
      /state\.json: \$mock is missing, damaged or was edited\. Nothing was changed: .*--fresh/,
      async (image) => flip(join(image, STATE), (await readFile(join(image, STATE))).indexOf('"revision":') + 11)
    ],
    [
      'a state of a newer version',
      /state\.json was written by a newer atrium-atms-mock \(format 7, .*--fresh/,
      async (image) => {
        const text = await readFile(join(image, STATE), 'utf8')
        await writeFile(join(image, STATE), text.replace('"version":3', '"version":7'))
      }
    ],
    [
      'invalid UTF-8 in the state',
      /state\.json#: not valid UTF-8\nNothing was changed: .*--fresh/,
      async (image) => {
        const text = await readFile(join(image, STATE), 'latin1')
        await writeFile(join(image, STATE), text.replace('amara', 'am\xffra'), 'latin1')
      }
    ],
    [
      'half a state',
      /state\.json#: invalid JSON: .*\nNothing was changed: .*--fresh/s,
      (image) => truncate(join(image, STATE), 900)
    ],
    [
      'half a copy of the fixtures',
      /, the copy of the fixtures 'paging': it is damaged\. Nothing was changed: .*--fresh/,
      async (image) => truncate(await copyIn(image, paging.sha256), 900)
    ],
    [
      'a copy of the fixtures that is a folder',
      /, the copy of the fixtures 'paging': .* is a folder, .*--fresh/,
      async (image) => {
        const file = await copyIn(image, paging.sha256)
        await rm(file)
        await mkdir(file)
      }
    ],
    [
      'copies of fixtures that are a file',
      /reset-to.*, the copy of the fixtures 'paging': it is missing\. Nothing was changed: .*--fresh/,
      async (image) => {
        await rm(join(image, 'states', 'default', 'reset-to'), { recursive: true })
        await writeFile(join(image, 'states', 'default', 'reset-to'), '')
      }
    ],
    ['a flipped byte in the header of the log', /line 1 is damaged/, (image) => flip(join(image, LOG), 12)],
    [
      'a line that is none',
      /line 2 is damaged/,
      (image) => writeFile(join(image, LOG), `${lines[0]}\nx\n${lines[1]}\n`)
    ],
    ['an empty log', /wal\.ndjson is empty\. Nothing was changed/, (image) => truncate(join(image, LOG))],
    [
      'a line missing in the log',
      /state\.wal\.ndjson: change 2 is missing\. Nothing was changed: /,
      (image) => writeFile(join(image, LOG), lines.toSpliced(2, 1).join('\n'))
    ],
    [
      'the log of another state',
      /belongs to another state\.json/,
      async (image) => writeFile(join(image, LOG), await readFile(join(otherFolder, LOG)))
    ],
    ['a log without its state', /its state\.json is missing/, (image) => rm(join(image, STATE))],
    ['an empty state', /state\.json is empty\. Nothing was changed/, (image) => truncate(join(image, STATE))],
    [
      'a flipped byte in a value of the state',
      /state\.json in .* is damaged or was edited\. Nothing was changed: .*--fresh/,
      async (image) => flip(join(image, STATE), (await readFile(join(image, STATE))).indexOf('amara') + 1)
    ],
    [
      'a state that is not JSON',
      /state\.json#: invalid JSON: .*\nNothing was changed: .*--fresh/s,
      (image) => flip(join(image, STATE), 0)
    ],
    [
      'an invalid state in the log',
      /invalid state/,
      (image) => append(image, { op: 'state', content: '{"atrium":1}' })
    ],
    ['an unknown change', /unknown list/, (image) => append(image, { op: 'add', api: 'x', list: 'y', record: {} })],
    [
      'a log that is a folder',
      /state\.wal\.ndjson is a folder, not a log of changes/,
      async (image) => {
        await rm(join(image, LOG))
        await mkdir(join(image, LOG))
      }
    ],
    [
      'a log that is a link to itself',
      /cannot use the data directory .*: ELOOP.*Use another --data-dir/,
      async (image) => {
        await rm(join(image, LOG))
        await symlink('state.wal.ndjson', join(image, LOG))
      }
    ],
    [
      'no copy of the fixtures',
      /cannot read .*reset-to.*, the copy of the fixtures 'paging': it is missing\. Nothing was changed: .*--fresh/,
      async (image) => rm(await copyIn(image, paging.sha256))
    ],
    [
      'an edited copy of the fixtures',
      /, the copy of the fixtures 'paging': it is damaged or was edited\. Nothing was changed: .*--fresh/,
      async (image) => appendFile(await copyIn(image, paging.sha256), ' ')
    ]
  ]
  for (const [what, message, spoil] of rows) {
    t.test(`refused and left as it is, unless --fresh is given: ${what}`, async (t) => {
      const image = await imageOf(t, killed)
      await spoil(image)
      const before = await filesIn(image)
      const error = await StoredSandbox.open(t, image).then(() => 'it starts', describeError)
      t.match(error, message, 'the reason')
      t.strictSame(await filesIn(image), before, 'no file was changed')
      // A file in the way of a folder is not removed.
      if (/that are a file/.test(what)) return
      const fresh = await StoredSandbox.open(t, image, { fresh: true })
      t.equal(fresh.text, textOf(fresh.fixtures.state), 'the fixtures')
      await fresh.close()
      t.equal((await StoredSandbox.open(t, image)).text, fresh.text, 'after a restart')
    })
  }

  t.test('refused: a start that fails writes nothing, not even a copy of its fixtures', async (t) => {
    const image = await imageOf(t, killed)
    await truncate(join(image, LOG), (await stat(join(image, LOG))).size - 1)
    await appendFile(join(image, LOG), '\u0000\n')
    const file = join(await temporaryFolder(t), 'mine.json')
    await writeFile(file, JSON.stringify(fixture()))
    const fixtures = await loadFixtureSet(storedApis, file, 'mine')
    const before = await filesIn(image)
    const open = StoredSandbox.open(t, image, { fixtures, key: 'default' })
    await t.rejects(open, { message: /line 5 is damaged/ }, 'the reason')
    t.strictSame(await filesIn(image), before, 'no file was changed')
  })

  t.test('an incomplete last line is dropped', async (t) => {
    const image = await imageOf(t, killed)
    // The first line names the server that wrote the log.
    const changes = async () => (await readFile(join(image, LOG), 'latin1')).split('\n').slice(1)
    const whole = await changes()
    await appendFile(join(image, LOG), '0123abcd {"revision":5,"op')
    const restarted = await StoredSandbox.open(t, image)
    t.strictSame(
      restarted.notices,
      ['state.wal.ndjson: dropped a truncated final record (26 bytes)'],
      'a notice says so'
    )
    t.equal(restarted.text, sandbox.text, 'everything else is there')
    t.strictSame(await changes(), whole, 'the log is whole')
  })

  t.test('state.json without its log is resumed, and a notice says so', async (t) => {
    const image = await imageOf(t, killed)
    await rm(join(image, LOG))
    const restarted = await StoredSandbox.open(t, image)
    const path = join(image, 'states', 'default')
    t.strictSame(
      restarted.notices,
      [`${path} has no state.wal.ndjson: changes made after state.json was written are lost`],
      'the notice'
    )
    t.equal(restarted.text, textOf(restarted.fixtures.state), 'the state of state.json')
  })

  t.test('an edited state.json is used after its log was removed', async (t) => {
    const image = await imageOf(t, otherFolder)
    const file = join(image, STATE)
    await writeFile(file, (await readFile(file, 'utf8')).replace('"is_disabled":false', '"is_disabled":true'))
    await t.rejects(StoredSandbox.open(t, image), { message: /is damaged or was edited/ }, 'not before')
    await rm(join(image, LOG))
    const { users } = atrium.of({ apis: (await StoredSandbox.open(t, image)).state }).lists
    t.equal(users.slice(0, 1)[0]?.is_disabled, true, 'the edit')
  })
}
