import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { appendFile, mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { Low } from 'lowdb'
import t from 'tap'
import { Crc32 } from '../src/common/files/digest.ts'
import { readFixture } from '../src/fixtures/fixture-document.ts'
import { readFixtureFile } from '../src/fixtures/fixture-file.ts'
import { FixtureLibrary, loadFixtureSet } from '../src/fixtures/fixture-library.ts'
import { fixtureText } from '../src/fixtures/fixture-text.ts'
import { ChangeFile, readChangeFile } from '../src/log/file/change-file.ts'
import { openDataDirectory } from '../src/log/file/data-directory.ts'
import { FixtureCopies } from '../src/log/file/fixture-copies.ts'
import { recover } from '../src/log/file/recovery.ts'
import { type StateDocument, StateFile } from '../src/log/file/state-file.ts'
import { StateKeeper } from '../src/log/file/state-keeper.ts'
import { Sandbox } from '../src/sandbox/sandbox.ts'
import type { Change } from '../src/state/changes.ts'
import { locking } from './disk/locking.ts'
import { anyFixture } from './support/any-fixture.ts'
import { call, createAtriumUser, newAccount, stateText } from './support/calls.ts'
import { imageOf, mockOn, openMock } from './support/data-directory.ts'
import { fixture, guid } from './support/fixtures.ts'
import { edited, lineEdits } from './support/line-edits.ts'
import { program } from './support/program.ts'
import { plainSandbox } from './support/sandbox-options.ts'
import { EMPTY_STATE } from './support/state.ts'
import { filesIn, temporaryFolder } from './support/temporary.ts'

const STATE = 'state.json'
const LOG = 'state.wal.ndjson'

const { start } = await program(t)

/** What a file holds, in a form that two readers can be compared by. */
async function readingOf(file: string, large?: number) {
  let byLine = false
  const { result, digest } = await readFixtureFile(file, { onProgress: () => (byLine = true), large })
  const content = result.ok
    ? { text: [...fixtureText(result.state)].join(''), issued: result.state.atrium.issued, mock: result.provenance }
    : {
        total: result.problems.total,
        problems: new Set(result.problems.listed.map(({ pointer, expected }) => pointer + expected))
      }
  return { content, digest, byLine }
}

t.test('reading line by line', async (t) => {
  const file = join(await temporaryFolder(t), 'fixture.json')

  await t.test('gives what reading the whole gives, whatever was done to the file', async (t) => {
    const layout = fc.constantFrom(
      (document: object) => {
        const result = readFixture(JSON.stringify(document))
        return result.ok ? [...fixtureText(result.state, { issued: 2 })].join('') : ''
      },
      (document: object) => JSON.stringify(document),
      (document: object) => JSON.stringify(document, null, 2),
      (document: object) => JSON.stringify(document, null, '\t').replaceAll('\n', '\r\n')
    )
    const property = fc.asyncProperty(anyFixture, layout, lineEdits, async (document, lay, edits) => {
      await writeFile(file, edited(lay(document), edits))
      const [byLine, whole] = [await readingOf(file, 0), await readingOf(file)]
      assert.deepEqual(byLine.content, whole.content)
      assert.equal(byLine.digest, whole.digest)
    })
    await t.resolves(fc.assert(property, { numRuns: 100 }))
  })

  await t.test('needs no second look at what the program writes itself', async (t) => {
    const state = await new FixtureLibrary({ builtIn: 'fixtures' }).open('paging')
    await writeFile(file, [...fixtureText(state.state, { issued: 7 })].join(''))
    const reading = await readingOf(file, 0)
    t.ok(reading.byLine)
    t.match(reading.content, { text: [...fixtureText(state.state)].join(''), issued: 7, mock: { issued: 7 } })
  })

  const rows: [string, string][] = [
    ['a member twice', '{\n"atrium": {\n"credentials": [\n],\n"users": [\n],\n"users": [\n]\n}\n}'],
    ['an object closed as a list', '{\n"atrium": {\n"credentials": [],\n"users": []\n]\n}'],
    ['a list that opens as an object', '{\n"atrium": {\n"credentials": [],\n"users": {\n]\n}\n}'],
    ['a part that opens as a list', '{\n"atrium": [\n"credentials": []\n}\n}'],
    ['a list of records on one line', `{\n"atrium": {\n"credentials": [],\n"users": [{"guid":"${guid(1)}"}]\n}\n}`],
    ['a part on one line', `{\n"atrium": {"credentials":[],"users":[{"guid":"${guid(1)}"}]}\n}`],
    ['a comma missing between two parts', '{\n"atrium": {\n"credentials": [\n]\n}\n"atms": {\n"tokens": [\n]\n}\n}'],
    ['a comma at the end', '{\n},'],
    ['two documents', '{\n}\n{\n}'],
    ['nothing', ''],
    ['half a document', '{\n"atrium": {\n'],
    ['a blank that JSON does not know', '{\n\u00a0\n}'],
    ['a byte order mark', '\ufeff{\n}\n'],
    ['a name that objects have', '{\n"__proto__": {\n}\n}'],
    ['an unknown list', '{\n"atrium": {\n"more": [\n1\n]\n}\n}']
  ]
  const users = (count: number) => Array.from({ length: count }, (_, n) => JSON.stringify({ guid: guid(n) }))
  const listing = (lines: string) => `{\n"atrium": {\n"credentials": [\n],\n"users": [\n${lines}\n]\n}\n}`
  const line = `${users(1)[0]},\n`.length
  // So many fill what is parsed at once.
  const block = Math.ceil((64 * 1024) / line)
  for (const count of [block - 2, block - 1, block, block + 1, 2 * block, 2 * block + 1])
    rows.push([`${count} records`, listing(users(count).join(',\n'))])
  rows.push(
    ['a comma missing after many', listing(`${users(2 * block).join(',\n')}\n${users(1)[0]}`)],
    ['something that is no record among many', listing(`${users(2 * block).join(',\n')},\n{,\n${users(1)[0]}`)],
    ['empty lines among many', listing(users(2 * block).join(',\n\n'))],
    [
      'two on each line',
      listing(
        users(2 * block)
          .join(',')
          .replaceAll(/(,.*?),/g, '$1,\n')
      )
    ]
  )
  const late = fixture().atms
  const account = (name: object) => JSON.stringify({ ...late.users[0], ...name })
  rows.push([
    'user groups behind their users',
    [
      '{\n"atrium": {\n"credentials": [\n],\n"users": [\n]\n},',
      '"atms": {\n"tokens": [\n],\n"users": [',
      `${account({})},\n${account({ Username: 'Bob', UserGroupName: 'OPERATORS' })},`,
      `${account({ Username: 'Cas', UserGroupName: 'Operators' })}\n],`,
      `"userGroups": [\n${JSON.stringify(late.userGroups[0])}\n]\n}\n}`
    ].join('\n')
  ])
  for (const [what, text] of rows) {
    await t.test(what, async (t) => {
      await writeFile(file, text)
      t.strictSame((await readingOf(file, 0)).content, (await readingOf(file)).content)
    })
  }

  await t.test('bytes that are no UTF-8 are an error, at the end of the file too', async (t) => {
    for (const bytes of [Buffer.from('{\n"$schema": "\xff"\n}', 'latin1'), Buffer.from('{\n}\n\xe2\x82', 'latin1')]) {
      await writeFile(file, bytes)
      for (const large of [0, undefined]) {
        const { result } = await readFixtureFile(file, { large })
        t.match(result, { ok: false, problems: { listed: [{ pointer: '', expected: 'expected UTF-8' }] } })
      }
    }
  })
})

t.test('state.json', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'state.json')
  const name = { name: 'default', sha256: 'a' }
  const provenance = { store: 's', changes: 5, issued: 3, startedFrom: name, fixtures: name }

  await t.test('reads back as it was written, by lowdb or by people', async (t) => {
    const { state } = await loadFixtureSet('fixtures/default.json', 'default')
    const written: StateDocument = { state: { ...state, atrium: { ...state.atrium, issued: 3 } }, provenance }
    t.equal(await new StateFile(file).read(), null, 'there is none yet')
    await new StateFile(file).write(written)
    const read = await new StateFile(file).read()
    t.strictSame(read?.provenance, provenance)
    t.equal(read?.state.atrium.issued, 3)
    t.strictSame([...fixtureText(read?.state ?? EMPTY_STATE)], [...fixtureText(state)])
    t.same(Object.keys(await filesIn(folder)), [file], 'nothing else is left')
  })

  await t.test('that begins with the bytes of a fixture reads as one that is written', async (t) => {
    const fixture = join(folder, 'fixture.json')
    const rows: [string, (text: string) => string][] = [
      ['as this program writes it', (text) => text],
      ['with a $schema', (text) => text.replace('{\n', '{\n  "$schema": "x",\n')],
      [
        'with blank lines before and CR',
        (text) => `\ufeff \n\r\n${'\n'.repeat(2 ** 20)}${text.replaceAll('\n', '\r\n')}`
      ]
    ]
    const { state } = await loadFixtureSet('fixtures/default.json', 'default')
    for (const [what, edit] of rows) {
      await writeFile(fixture, edit([...fixtureText(state)].join('')))
      const written = new StateFile(file)
      await written.write({ state: EMPTY_STATE, provenance, file: fixture })
      for (const large of [0, undefined]) {
        const { result, digest } = await readFixtureFile(file, { large, digest: () => new Crc32() })
        t.match(result, { ok: true, provenance }, what)
        t.equal(result.ok && [...fixtureText(result.state)].join(''), [...fixtureText(state)].join(''))
        t.equal(digest, written.crc32)
      }
    }
  })

  await t.test('that is no state is refused', async (t) => {
    const rows: [string, { message: string }][] = [
      ['{"atrium":1}', { message: `${file}: 1 error` }],
      ['{}', { message: `${file}: expected $mock as this program writes it` }],
      ['{"$mock":{"store":1}}', { message: `${file}: expected $mock as this program writes it` }]
    ]
    for (const [text, expected] of rows) {
      await writeFile(file, text)
      await t.rejects(new StateFile(file).read(), expected, text)
    }
    await t.rejects(new StateFile(join(file, 'below')).read(), { code: 'ENOTDIR' }, 'a folder that is a file')
  })
})

t.test('whatever was answered is there after a kill', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  const { guid: first } = await createAtriumUser(mock, { identifier: 'first' })
  const steps: [string, string, unknown?][] = [
    ['PUT', `/users/${first}`, { user: { metadata: 'm\n"\u2028', is_disabled: true } }],
    ['POST', '/users', { user: { metadata: null } }],
    ['DELETE', `/users/${first}`],
    ['POST', '/api/Users', newAccount('Zoë')],
    ['PUT', '/api/Users/ZOË/disable'],
    ['PUT', '/api/Users/zoë', { ...newAccount('Zoë'), Phone: '1' }],
    ['DELETE', '/api/Users/dlee'],
    ['POST', '/__admin/reset', { fixtures: 'paging' }],
    ['POST', '/users', { user: { identifier: 'after a reset' } }],
    ['PUT', '/__admin/state', await stateText(mock)],
    ['POST', '/users', { user: { identifier: 'after a state' } }],
    ['POST', '/__admin/state/reset', {}]
  ]
  for (const [method, path, body] of steps) {
    const { status } = await call(mock, method, path, body)
    t.ok(status < 300, `${method} ${path} ${status}`)
    const restarted = await mockOn(t, await imageOf(t, folder))
    t.equal(await stateText(restarted), await stateText(mock), `after ${method} ${path}`)
    t.strictSame(restarted.notices, [])
    await restarted.close()
  }
  await mock.close()
  const next = await mockOn(t, folder)
  t.match(
    JSON.parse(await stateText(next)).atrium.users,
    { length: 260 },
    'a reset goes back to the named set for good'
  )
})

t.test('a restart never gives a guid again, and a reset begins the sequence anew', async (t) => {
  const folder = await temporaryFolder(t)
  const seen = new Set<string>()
  const create = async (dataDir: string) => {
    const mock = await mockOn(t, dataDir)
    const user = await createAtriumUser(mock, { metadata: 'm' })
    await call(mock, 'DELETE', `/users/${user.guid}`)
    t.notOk(seen.has(user.guid))
    seen.add(user.guid)
    const image = await imageOf(t, dataDir)
    await mock.close()
    return image
  }
  const image = await create(folder)
  await create(image)
  await create(image)
  const mock = await mockOn(t, image)
  await mock.reset()
  t.equal((await createAtriumUser(mock, { metadata: 'm' })).guid, [...seen][0])
})

t.test('a torn last line is dropped, and said so', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  await createAtriumUser(mock, { identifier: 'kept' })
  const image = await imageOf(t, folder)
  const whole = await readFile(join(image, LOG))
  await appendFile(join(image, LOG), '0123abcd {"number":2,"op')
  const restarted = await mockOn(t, image)
  t.strictSame(restarted.notices, [
    `the last 24 bytes of ${LOG} were no whole line and were dropped: the process was killed while it wrote them`
  ])
  t.equal(await stateText(restarted), await stateText(mock))
  t.strictSame(await readFile(join(image, LOG)), whole)
})

/** The copy of a fixture set that a reset left behind. */
async function copyIn(dataDir: string, sha256: string): Promise<string> {
  const folder = join(dataDir, 'reset-to')
  const name = (await readdir(folder)).find((file) => file.startsWith(sha256)) as string
  return join(folder, name)
}

t.test('a directory that is damaged is refused, and left as it is; --fresh begins anew', async (t) => {
  const folder = await temporaryFolder(t)
  const other = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  await mock.reset('paging')
  for (const identifier of ['a', 'b', 'c']) await createAtriumUser(mock, { identifier })
  const killed = await imageOf(t, folder)
  const { sha256 } = await new FixtureLibrary({ builtIn: 'fixtures' }).open('paging')
  await (await mockOn(t, other)).close()
  const flip = async (file: string, at: number) => {
    const bytes = await readFile(file)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    await writeFile(file, bytes)
  }
  const lines = (await readFile(join(killed, LOG), 'utf8')).split('\n')
  const appendChange = async (image: string, change: object) => {
    const { store, changes } = JSON.parse(await readFile(join(image, STATE), 'utf8')).$mock
    const log = new ChangeFile(join(image, LOG), { store })
    log.append({ number: changes + 1, change: change as Change })
    log.close()
  }
  const rows: [string, RegExp, (image: string) => unknown, string?][] = [
    [
      'a flipped byte in the log',
      /wal\.ndjson: line 3 is damaged\. Nothing was changed: .*--fresh/,
      (image) => flip(join(image, LOG), lines.slice(0, 2).join('').length + 30)
    ],
    ['a flipped byte in the first line of the log', /line 1 is damaged/, (image) => flip(join(image, LOG), 12)],
    [
      'a line that is none',
      /line 2 is damaged/,
      (image) => writeFile(join(image, LOG), `${lines[0]}\nx\n${lines[1]}\n`)
    ],
    ['an empty log', /wal\.ndjson is damaged/, (image) => truncate(join(image, LOG))],
    [
      'a line missing in the log',
      /belongs to another state\.json/,
      (image) => writeFile(join(image, LOG), lines.toSpliced(2, 1).join('\n'))
    ],
    [
      'the log of another state',
      /belongs to another state\.json/,
      async (image) => writeFile(join(image, LOG), await readFile(join(other, LOG)))
    ],
    ['a log without its state', /no state\.json that it belongs to/, (image) => rm(join(image, STATE))],
    ['an empty state', /state\.json: 1 error/, (image) => truncate(join(image, STATE))],
    [
      'a flipped byte in a value of the state',
      /state\.json in .* is not as this server wrote it: .*--fresh/,
      async (image) => flip(join(image, STATE), (await readFile(join(image, STATE))).indexOf('amara') + 1)
    ],
    ['a state that is no JSON', /state\.json: 1 error/, (image) => flip(join(image, STATE), 0)],
    [
      'a state in the log that is none',
      /holds a state that is not valid/,
      (image) => appendChange(image, { op: 'state', content: '{"atrium":1}' })
    ],
    [
      'a change of another version',
      /holds a change that this version does not know: atrium\.merge\. Nothing was changed/,
      (image) => appendChange(image, { op: 'atrium.merge', user: {} })
    ],
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
      /ELOOP/,
      async (image) => {
        await rm(join(image, LOG))
        await symlink(LOG, join(image, LOG))
      }
    ],
    [
      'no copy of the fixtures',
      /copy of the fixtures 'paging' .* cannot be read: .*--fresh/,
      async (image) => rm(await copyIn(image, sha256))
    ],
    [
      'an edited copy of the fixtures',
      /cannot be read: .* was changed/,
      async (image) => appendFile(await copyIn(image, sha256), ' ')
    ],
    [
      'other fixtures',
      /began with the fixtures 'default', not 'empty': start with --fresh .* another --data-dir/,
      () => {},
      'empty'
    ]
  ]
  for (const [what, message, damage, fixtures = 'default'] of rows) {
    await t.test(what, async (t) => {
      const image = await imageOf(t, killed)
      await damage(image)
      const before = await filesIn(image)
      await t.rejects(mockOn(t, image, { fixtures }), { message })
      t.strictSame(await filesIn(image), before, 'no file was changed')
      if (/folder|link/.test(what)) return
      const fresh = await mockOn(t, image, { fixtures, fresh: true })
      t.strictSame([...fixtureText(fresh.fixtures.state)].join(''), await stateText(fresh))
    })
  }
})

t.test('a log that ends where state.json begins is not applied twice', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  const { guid: gone } = await createAtriumUser(mock, { identifier: 'gone' })
  await call(mock, 'DELETE', `/users/${gone}`)
  await createAtriumUser(mock, { identifier: 'there' })
  const log = await readFile(join(folder, LOG))
  const expected = await stateText(mock)
  await mock.close()
  t.ok((await readFile(join(folder, LOG))).length < log.length, 'the log begins anew when the state is at rest')
  await writeFile(join(folder, LOG), log)
  const restarted = await mockOn(t, folder)
  t.equal(await stateText(restarted), expected)
  await createAtriumUser(restarted, { metadata: 'm' })
  t.equal(await stateText(await mockOn(t, await imageOf(t, folder))), await stateText(restarted))
})

t.test('one process at a time', async (t) => {
  const folder = await temporaryFolder(t)
  const long = join(folder, 'd'.repeat(60), 'e'.repeat(60))
  for (const directory of [folder, long]) {
    const mock = await mockOn(t, directory)
    const refusal = {
      message: `another atrium-atms-mock uses the data directory ${directory}: stop it, give another --data-dir, or use --ephemeral`
    }
    await t.rejects(mockOn(t, directory), refusal)
    await t.rejects(mockOn(t, directory, { fresh: true }), refusal)
    await createAtriumUser(mock, { identifier: 'x' })
    await mock.close()
    await (await mockOn(t, directory)).close()
  }
})

t.test('the lock', locking)

t.test('a directory that cannot be used is told of, with the ways out', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'file')
  await writeFile(file, '')
  const rows: [string, string][] = [
    [file, 'there is a file of that name'],
    [join(file, 'below'), 'a part of its path is a file'],
    // A folder of the system's own that takes no other.
    ...(process.platform === 'linux' ? [['/proc/mock/data', 'there can be no folder'] as [string, string]] : [])
  ]
  for (const [directory, reason] of rows) {
    await t.rejects(mockOn(t, directory), {
      message: `the data directory ${directory} cannot be used: ${reason}. Give another --data-dir, or use --ephemeral`
    })
  }
})

t.test('what in a directory is in the way is told', async (t) => {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'reset-to'), '')
  await t.rejects(mockOn(t, folder), {
    message: `the data directory ${folder} cannot be used: there is a file of that name (${join(folder, 'reset-to')}). Give another --data-dir, or use --ephemeral`
  })
})

t.test('a start that is refused writes nothing, not even a copy of its fixtures', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(await temporaryFolder(t), 'mine.json')
  await writeFile(file, JSON.stringify(fixture()))
  const mock = await mockOn(t, folder, { fixtures: file, auth: 'any' })
  await createAtriumUser(mock, { identifier: 'x' })
  const image = await imageOf(t, folder)
  await truncate(join(image, LOG), (await stat(join(image, LOG))).size - 1)
  await appendFile(join(image, LOG), '\u0000\n')
  await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['edited'], userGroups: [], users: [] } })))
  const before = await filesIn(image)
  await t.rejects(mockOn(t, image, { fixtures: file }), { message: /line 2 is damaged/ })
  t.strictSame(await filesIn(image), before)
})

t.test('a start that fails lets go of the directory', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  const second = await temporaryFolder(t)
  await t.rejects(mockOn(t, second, { port: mock.port }), { code: 'EADDRINUSE' })
  await t.resolves(mockOn(t, second))
})

t.test('kill -9 leaves a directory that the next process takes over', async (t) => {
  const folder = await temporaryFolder(t)
  const killed = start(['--json', '--port', '0', '--data-dir', folder])
  const url = await killed.ready
  await createAtriumUser({ url }, { identifier: 'answered' })
  const before = await stateText({ url })
  const refused = start(['--port', '0', '--data-dir', folder])
  t.equal(await refused.ended, 1)
  t.match(refused.output, { out: '', err: /^atrium-atms-mock: another atrium-atms-mock uses the data directory .*\n$/ })
  killed.process.kill('SIGKILL')
  await killed.ended
  t.ok(
    (await readdir(folder)).find((name) => name.endsWith('.sock')),
    'its socket is still there'
  )
  t.equal(await stateText(await mockOn(t, folder)), before)
})

t.test('a change that the disk does not take is refused, and later ones are taken', async (t) => {
  const folder = await temporaryFolder(t)
  const limited = start(['--json', '--port', '0', '--data-dir', folder], 40)
  const mock = { url: await limited.ready }
  const large = { user: { metadata: 'x'.repeat(4000) } }
  let answer = await call(mock, 'POST', '/users', large)
  for (; answer.ok; answer = await call(mock, 'POST', '/users', large)) await answer.text()
  t.equal(answer.status, 500)
  t.match(await answer.json(), { error: { status: 'internal_server_error' } })
  const before = await stateText(mock)
  const account = { ...newAccount('zed'), Phone: 'x'.repeat(4000) }
  const refused = await call(mock, 'POST', '/api/Users', account)
  t.equal(refused.status, 500)
  t.same(await refused.json(), { Message: 'An error has occurred.' })
  const reset = await call(mock, 'PUT', '/__admin/state', before)
  t.equal(reset.status, 500)
  t.match(await reset.json(), { errors: [{ title: /could not be written to the data directory, and was not made/ }] })
  t.equal(await stateText(mock), before, 'nothing was changed')
  t.match(limited.output.err, /only \d+ of \d+ bytes were written/, 'the operator is told the reason')
  const paging = await readFile('fixtures/paging.json', 'utf8')
  t.equal((await call(mock, 'PUT', '/__admin/fixtures/large', paging)).status, 500)
  t.equal((await call(mock, 'POST', '/__admin/reset', { fixtures: 'paging' })).status, 500)
  const left = Object.keys(await filesIn(folder)).filter((file) => file.endsWith('.tmp'))
  t.strictSame(left, [], 'no part of a file is left, which would keep the disk full')
  await createAtriumUser(mock, { identifier: 'small enough' })
  const after = await stateText(mock)
  limited.process.kill('SIGKILL')
  await limited.ended
  const restarted = await mockOn(t, folder)
  t.strictSame(restarted.notices, [], 'no part of a line was left')
  t.equal(await stateText(restarted), after)
})

t.test('a disk without room for the log is told of at the start, and the directory stays as it is', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  await createAtriumUser(mock, { metadata: 'x'.repeat(30_000) })
  const image = await imageOf(t, folder)
  const before = await filesIn(image)
  const limited = start(['--port', '0', '--data-dir', image], 40)
  t.equal(await limited.ended, 1)
  t.match(
    limited.output.err,
    /^atrium-atms-mock: the data directory .* cannot be used: .* the disk is full\. Give another/
  )
  t.strictSame(await filesIn(image), before)
})

t.test('state.json without its log is begun from, and said so', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  const before = await stateText(mock)
  await createAtriumUser(mock, { identifier: 'in the log' })
  const image = await imageOf(t, folder)
  await rm(join(image, LOG))
  const restarted = await mockOn(t, image)
  t.strictSame(restarted.notices, [
    `${image} has a state.json, but no ${LOG}: what was changed after ${STATE} was written is not known`
  ])
  t.equal(await stateText(restarted), before)
})

t.test('a start removes the copies of fixtures that no reset can go back to any longer', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  for (const identifier of ['a', 'b', 'c']) {
    await createAtriumUser(mock, { identifier })
    await call(mock, 'PUT', '/__admin/fixtures/saved')
    await mock.reset('saved')
  }
  await createAtriumUser(mock, { identifier: 'd' })
  const copies = () => readdir(join(folder, 'reset-to'))
  const killed = await imageOf(t, folder)
  await mock.close()
  t.equal((await copies()).length, 4)
  await writeFile(join(folder, 'reset-to', 'notes'), '')
  const second = await mockOn(t, folder)
  t.equal(
    (await copies()).length,
    3,
    'the set that it was started on, the one that it was put back to, and what is not ours'
  )
  await second.reset()
  t.match(JSON.parse(await stateText(second)).atrium.users.at(-1), { identifier: 'c' })
  const third = await mockOn(t, killed)
  t.match(JSON.parse(await stateText(third)).atrium.users.at(-1), { identifier: 'd' }, 'what the log names is there')
})

t.test('a large state begins as a copy of its fixture', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'large.json')
  const [head, rest] = '{\n  "atrium": {\n    "credentials": [],\n    "users": [\n|\n    ]\n  }\n}\n'.split('|')
  const user = { metadata: 'x'.repeat(17 * 2 ** 20), guid: guid(1) }
  await writeFile(file, `${head}${JSON.stringify(user)}${rest}`)
  const dataDir = join(folder, 'data')
  const mock = await mockOn(t, dataDir, { fixtures: file, auth: 'any' })
  const before = await stateText(mock)
  t.match((await readFile(join(dataDir, STATE), 'utf8')).slice(-100), /x","guid":"[^"]+"\}\n/, 'in its own words')
  await createAtriumUser(mock, { identifier: 'one' })
  const killed = await imageOf(t, dataDir)
  const again = await mockOn(t, killed, { fixtures: file, auth: 'any' })
  t.equal(JSON.parse(await stateText(again)).atrium.users.length, 2)
  await again.reset()
  t.equal(await stateText(again), before)
})

t.test('a server whose directory was removed takes it anew, or says who has it', async (t) => {
  const folder = await temporaryFolder(t)
  // The server may be writing there.
  const removeNow = () => rm(folder, { recursive: true, maxRetries: 20, retryDelay: 5 })
  const told: (() => void)[] = []
  const notices: string[] = []
  const first = await openMock({ dataDir: folder }, (text) => {
    notices.push(text)
    told.shift()?.()
  })
  const nextNotice = () => new Promise<void>((done) => told.push(done))
  const change = async (identifier: string) => {
    const notice = nextNotice()
    await createAtriumUser(first, { identifier })
    await notice
  }
  await removeNow()
  await change('one')
  t.match(notices, [/^what .* held was removed while the server runs: it is made anew$/])
  await t.rejects(mockOn(t, folder), { message: /another atrium-atms-mock uses the data directory/ })
  await removeNow()
  const second = await mockOn(t, folder)
  await change('two')
  t.match(notices[1], /^state\.json could not be written: another atrium-atms-mock uses the data directory/)
  await createAtriumUser(second, { identifier: 'three' })
  await first.close()
  await second.close()
  t.match(JSON.parse(await stateText(await mockOn(t, folder))).atrium.users.at(-1), { identifier: 'three' })
})

t.test('what lay in a directory is no part of a new state', async (t) => {
  const folder = await temporaryFolder(t)
  const fresh = { dataDir: folder, fresh: true }
  const mock = await mockOn(t, folder)
  const before = await stateText(mock)
  await mock.close()
  const [copy] = await readdir(join(folder, 'reset-to'))
  await writeFile(join(folder, 'reset-to', String(copy)), '{')
  await (await mockOn(t, folder, fresh)).close()
  t.strictSame(await readdir(join(folder, 'reset-to')), [copy])
  t.equal(
    (await readFile(join(folder, 'reset-to', String(copy)), 'utf8')).length,
    (await readFile('fixtures/default.json', 'utf8')).length
  )
  t.equal(await stateText(await mockOn(t, folder)), before)
})

t.test('a state that was edited is taken as it is where the log that knows it is removed', async (t) => {
  const folder = await temporaryFolder(t)
  await (await mockOn(t, folder)).close()
  const file = join(folder, STATE)
  await writeFile(file, (await readFile(file, 'utf8')).replace('"is_disabled":false', '"is_disabled":true'))
  await t.rejects(mockOn(t, folder), { message: /it is damaged, or was edited/ })
  await rm(join(folder, LOG))
  const mock = await mockOn(t, folder)
  t.equal(JSON.parse(await stateText(mock)).atrium.users[0].is_disabled, true)
})

t.test('what is asked for at once does not meet in one file', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  const all = (method: string, path: string, bodies: unknown[]) =>
    Promise.all(bodies.map(async (body) => (await call(mock, method, path, body)).status))
  const paging = await readFile('fixtures/paging.json', 'utf8')
  const saves = await all('PUT', '/__admin/fixtures/mine', [paging, undefined, paging, undefined])
  t.strictSame(saves.toSorted(), [200, 200, 200, 201])
  const known = await (await call(mock, 'GET', '/__admin/fixtures/mine')).text()
  t.equal(await readFile(join(folder, 'fixtures', 'mine.json'), 'utf8'), known, 'the file holds what the server does')
  t.strictSame(await all('POST', '/__admin/reset', Array(4).fill({ fixtures: 'mine' })), [200, 200, 200, 200])
  t.strictSame(await all('GET', '/__admin/fixtures/empty', Array(2).fill(undefined)), [200, 200])
})

t.test('a fixture file that is damaged while the server runs is told of, and hides no other', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  await mkdir(join(folder, 'fixtures'))
  const file = join(folder, 'fixtures', 'torn.json')
  await writeFile(file, '{"atr')
  const calls: [string, string, unknown?][] = [
    ['GET', '/__admin/fixtures/torn'],
    ['POST', '/__admin/reset', { fixtures: 'torn' }],
    ['PUT', '/__admin/sandboxes/w1', { fixtures: 'torn' }]
  ]
  for (const [method, path, body] of calls) {
    const answer = await call(mock, method, path, body)
    t.equal(answer.status, 422, `${method} ${path}`)
    t.match(await answer.json(), {
      errors: [{ code: 422, title: `${file}: 1 error`, source: { pointer: '' }, detail: /expected JSON/ }],
      meta: { total: 1 }
    })
  }
  await mkdir(join(folder, 'fixtures', 'folder.json'))
  const folderAnswer = await call(mock, 'GET', '/__admin/fixtures/folder')
  t.equal(folderAnswer.status, 422)
  t.match(await folderAnswer.json(), {
    errors: [{ title: /the file of the fixture set 'folder' cannot be read: .* is a folder, not a fixture file/ }]
  })
  t.match(await (await call(mock, 'GET', '/__admin/fixtures')).json(), {
    fixtures: [
      { name: 'folder', error: /is a folder/ },
      { name: 'torn', error: `${file}: 1 error` },
      { name: 'default', counts: {} },
      { name: 'empty', counts: {} },
      { name: 'paging', counts: {} }
    ]
  })
  t.equal((await call(mock, 'DELETE', '/__admin/fixtures/torn')).status, 204)
})

t.test('a log that can be neither written nor cut back goes on at the same place', async (t) => {
  const file = join(await temporaryFolder(t), LOG)
  const broken = { writes: false, cuts: false }
  const { ChangeFile: Fragile } = await t.mockImport<typeof import('../src/log/file/change-file.ts')>(
    '../src/log/file/change-file.ts',
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
  const put = (number: number) => log.append({ number, change: { op: 'atrium.remove', guid: guid(number) } })
  put(1)
  const whole = await readFile(file)
  for (broken.cuts of [false, true]) {
    broken.writes = true
    t.throws(() => put(2), { code: 'MOCK_CHANGE_NOT_KEPT', message: /only \d+ of \d+ bytes were written/ })
    const left = readChangeFile(file)
    t.match(left, { owner: { store: 'store' }, changes: { length: 1 } })
    t.equal((left?.torn ?? 0) > 0, broken.cuts)
    if (!broken.cuts) t.strictSame(await readFile(file), whole)
  }
  t.throws(() => new Fragile(file, { store: 'store' }), { code: 'MOCK_CHANGE_NOT_KEPT' })
  t.match(readChangeFile(file), { changes: { length: 1 } }, 'a log that cannot be begun leaves the one that is there')
  broken.writes = false
  put(2)
  t.match(readChangeFile(file), { changes: { length: 2 }, torn: 0 })
  log.close()
})

t.test('edited fixtures', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(await temporaryFolder(t), 'mine.json')
  await writeFile(file, JSON.stringify(fixture()))
  const open = (fresh = false) => mockOn(t, folder, { fixtures: file, auth: 'any', fresh })
  const first = await open()
  t.same(await createAtriumUser(first, { identifier: 'new' }).then(({ identifier }) => identifier), 'new')
  const before = await stateText(first)
  await first.close()
  await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['edited'], userGroups: [], users: [] } })))
  const second = await open()
  t.strictSame(second.notices, [
    `the fixtures 'mine' were edited since the state in ${folder} began: start with --fresh to take them`
  ])
  t.equal(await stateText(second), before)
  await second.reset()
  t.same(JSON.parse(await stateText(second)).atms.tokens, ['edited'], 'a reset takes them as they are now')
  await second.close()
  const third = await open(true)
  t.strictSame(third.notices, [])
  t.same(JSON.parse(await stateText(third)).atms.tokens, ['edited'])
})

t.test('what was before the last reset is not read again', async (t) => {
  const set = await loadFixtureSet('fixtures/default.json', 'default')
  const named = (name: string) => ({ name, sha256: name.repeat(64) })
  const changes: Change[] = [
    { op: 'atrium.remove', guid: 'USR-1' },
    { op: 'reset', fixtures: named('a') },
    { op: 'state', content: '{' },
    { op: 'reset', fixtures: named('b') },
    { op: 'atms.remove', username: 'dlee' }
  ]
  const log = {
    owner: { store: 's' },
    changes: changes.map((change, i) => ({ number: 3 + i, change })),
    lines: Buffer.alloc(0),
    torn: 0
  }
  const origin = named('c')
  const provenance = { store: 's', changes: 2, issued: 0, startedFrom: origin, fixtures: origin }
  const asked: string[] = []
  const recovered = await recover({ state: EMPTY_STATE, provenance }, log, async ({ name }) => {
    asked.push(name)
    return set
  })
  t.strictSame(asked, ['b'])
  t.equal(recovered.changes, 7)
  t.equal(recovered.state.atms.users.size, set.state.atms.users.size - 1)
})

t.test('a copy of a set that has two names is found under either', async (t) => {
  const copies = new FixtureCopies(await temporaryFolder(t))
  const set = await loadFixtureSet('fixtures/default.json', 'default')
  await copies.add(set)
  for (const name of ['one', 'two']) t.equal((await copies.find({ ...set, name })).name, name)
})

t.test('the state at rest', async (t) => {
  const folder = await temporaryFolder(t)
  const stateFile = join(folder, STATE)
  const fixtures = await loadFixtureSet('fixtures/default.json', 'default')
  const origin = { name: fixtures.name, sha256: fixtures.sha256 }
  const provenance = { store: 's', changes: 0, issued: 0, startedFrom: origin, fixtures: origin }
  const options = { auth: 'any', guidSeed: 'seed', limit: undefined, ...plainSandbox() } as const
  const file = new StateFile(stateFile)
  // What waits for a quiet moment does not keep a process alive.
  const alive = setInterval(() => {}, 1000)
  t.teardown(() => clearInterval(alive))

  /** A sandbox whose state is kept, and what is done while it is written. */
  async function kept(during: () => unknown, stateFile = file) {
    const notices: string[] = []
    let written: () => void = () => {}
    const low = new Low<StateDocument>(
      {
        read: () => file.read(),
        async write(document) {
          await during()
          await file.write(document)
          setImmediate(written)
        }
      },
      { state: fixtures.state, provenance }
    )
    await file.write(low.data)
    const log = new ChangeFile(join(folder, LOG), { store: 's' })
    const copies = new FixtureCopies(join(folder, 'reset-to'))
    await copies.add(fixtures)
    const notice = (text: string) => notices.push(text)
    const keeper = new StateKeeper({
      directory: folder,
      lockAgain: async () => {},
      file: stateFile,
      named: new Set([fixtures.sha256]),
      low,
      log,
      copies,
      store: 's',
      startedFrom: origin,
      changes: { last: 0, atRest: 0 },
      notice
    })
    const sandbox = new Sandbox('default', options, fixtures, keeper)
    keeper.watch(() => sandbox)
    const nextWrite = () => new Promise<void>((done) => (written = done))
    return { sandbox, keeper, notices, nextWrite }
  }

  const recovered = async () => {
    const { recovered, close } = await openDataDirectory({
      directory: folder,
      fixtures,
      fresh: false,
      notice: () => {}
    })
    await close()
    return [...fixtureText(recovered.state)].join('')
  }

  await t.test('is written at a quiet moment, and what is changed meanwhile stays in the log', async (t) => {
    const { sandbox, keeper, nextWrite } = await kept(() => sandbox.atriumUsers.create({ identifier: 'meanwhile' }))
    const write = nextWrite()
    sandbox.atriumUsers.create({ identifier: 'before' })
    sandbox.atmsUsers.remove('dlee')
    await write
    const { state } = (await file.read()) as StateDocument
    t.ok(state.atrium.users.holder('before'))
    t.notOk(state.atrium.users.holder('meanwhile'))
    const log = readChangeFile(join(folder, LOG))
    t.match(log, { changes: [{ number: 3, change: { user: { identifier: 'meanwhile' } } }] })
    t.equal(log?.changes.length, 1)
    t.equal(await recovered(), [...fixtureText(sandbox.state)].join(''))
    await keeper.close()
  })

  await t.test('is written after a reset to another set, however large it is', async (t) => {
    const large = Object.assign(new StateFile(stateFile), { size: async () => 1e9 })
    const { sandbox, keeper, nextWrite } = await kept(() => {}, large)
    const write = nextWrite()
    await sandbox.reset({ ...fixtures, name: 'other', sha256: '4'.repeat(64) })
    await write
    await keeper.close()
    t.strictSame(readChangeFile(join(folder, LOG))?.changes, [], 'a start need not read that set')
  })

  await t.test('is written with its folder where somebody removed that', async (t) => {
    const { sandbox, keeper, notices } = await kept(() => {})
    sandbox.atriumUsers.create({ identifier: 'one' })
    await rm(folder, { recursive: true })
    await keeper.close()
    t.strictSame(notices, [`what ${folder} held was removed while the server runs: it is made anew`])
    t.equal(await recovered(), [...fixtureText(sandbox.state)].join(''))
  })

  await t.test('makes room: fixtures that nothing goes back to any longer are removed', async (t) => {
    const { sandbox, keeper, nextWrite } = await kept(() => {})
    const copies = async () => (await readdir(join(folder, 'reset-to'))).map((name) => name[0]).toSorted()
    const writeAfterReset = async (sha256: string) => {
      const write = nextWrite()
      await sandbox.reset({ ...fixtures, name: sha256, sha256: sha256.repeat(64) })
      await write
    }
    await writeAfterReset('1')
    await writeAfterReset('2')
    await sandbox.reset({ ...fixtures, name: '3', sha256: '3'.repeat(64) })
    await keeper.close()
    t.strictSame(await copies(), ['2', '3'])
    t.equal(await recovered(), [...fixtureText(sandbox.state)].join(''))
  })

  await t.test('that cannot be written is told of, and tried again at the end', async (t) => {
    let full = true
    const { sandbox, keeper, notices } = await kept(() => {
      if (full) throw new Error('ENOSPC')
    })
    sandbox.atriumUsers.create({ identifier: 'one' })
    const told = new Promise<void>((done) => {
      notices.push = (text) => {
        notices[notices.length] = text
        done()
        return 0
      }
    })
    await told
    t.strictSame(notices, ['state.json could not be written: ENOSPC'])
    t.equal(await recovered(), [...fixtureText(sandbox.state)].join(''), 'the log has it')
    full = false
    await keeper.close()
    t.ok((await file.read())?.state.atrium.users.holder('one'))
  })

  await t.test('is not written at the end where that takes long and the log is short', async (t) => {
    const { sandbox, keeper } = await kept(() => {})
    sandbox.atriumUsers.create({ identifier: 'one' })
    await truncate(stateFile, 5 * 1024 * 1024)
    await keeper.close()
    t.equal((await stat(stateFile)).size, 5 * 1024 * 1024)
  })

  await t.test('that somebody removed is written anew', async (t) => {
    const { sandbox, keeper } = await kept(() => {})
    sandbox.atriumUsers.create({ identifier: 'one' })
    await rm(stateFile)
    await keeper.close()
    t.ok((await file.read())?.state.atrium.users.holder('one'))
  })
})

t.test('a directory that is closed before it is used stays as it is', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockOn(t, folder)
  await createAtriumUser(mock, { metadata: 'm' })
  const image = await imageOf(t, folder)
  const before = await filesIn(image)
  const directory = await openDataDirectory({
    directory: image,
    fixtures: mock.fixtures,
    fresh: false,
    notice: () => {}
  })
  await directory.close()
  t.strictSame(await filesIn(image), before)
})

t.test('what a reset goes back to is kept as it was loaded, whatever became of its file', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'own.json')
  const edits: [string, () => Promise<void>][] = [
    ['as it was', async () => {}],
    ['edited', () => writeFile(file, JSON.stringify(fixture({ atrium: { credentials: [], users: [] } })))],
    ['gone', () => rm(file)]
  ]
  for (const [what, edit] of edits) {
    await writeFile(file, JSON.stringify(fixture()))
    const set = await loadFixtureSet(file, 'own')
    await edit()
    const copies = join(folder, what)
    await new FixtureCopies(copies).add(set)
    const { state } = await new FixtureCopies(copies).find(set)
    t.equal([...fixtureText(state)].join(''), [...fixtureText(set.state)].join(''), what)
  }
})
