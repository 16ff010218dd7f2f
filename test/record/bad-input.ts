import { existsSync } from 'node:fs'
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Test } from 'tap'
import { exceptWindows } from '../support/platform.ts'
import { CREDENTIALS, fill, recordsFor, serviceFor, userOf } from './service.ts'

const API = ['--api', 'atrium']

/** What cannot be recorded has a clear message, and leaves nothing behind. */
export async function badInput(t: Test): Promise<void> {
  const service = await serviceFor(t)
  fill(service, 3)

  t.test('options', async (t) => {
    const { record, folder } = await recordsFor(t, service)
    const rows: [words: string[], message: string | RegExp, variables?: object][] = [
      [[], 'missing option: --api'],
      [['--api', 'atrum'], "unknown API 'atrum' (did you mean 'atrium'?) (available: atrium, atms)"],
      [[...API, '--keep', 'identifer'], /unknown field 'identifer' \(did you mean 'identifier'\?\)/],
      [
        [...API, '--keep', 'guid'],
        '(possible: identifier, metadata, metadata.KEY)'.replace('identifier, metadata', 'metadata, identifier')
      ],
      [[...API, '--keep', 'GroupName'], "unknown field 'GroupName'"],
      [
        ['--api', 'atms', '--keep', 'UserGroupName'],
        '(possible: GroupName, Description, Username, DisplayName, Email, Phone)'
      ],
      [[...API, '--keep', 'metadata.'], "unknown field 'metadata.'"],
      [API, /missing credential MX-API-Key/, { ATRIUM_MX_API_KEY: '' }],
      [[...API, '--from', 'ftp://x'], "invalid URL 'ftp://x'"],
      [[...API, '--header', 'x'], '--header'],
      [API, /MOCK_RECORDING_KEY: expected a key of at least 32 characters/, { MOCK_RECORDING_KEY: 'short' }]
    ]
    for (const [words, message, variables] of rows) {
      const environment = { ...CREDENTIALS, XDG_CONFIG_HOME: folder, ...variables }
      t.match(await record(words, { environment }), { code: 2, err: message }, words.join(' '))
    }
    t.strictSame(await readdir(folder), [], 'nothing is left behind')
  })

  t.test('the key', async (t) => {
    const { record, folder, environment } = await recordsFor(t, service)
    const key = join(folder, 'atrium-atms-mock', 'recording.key')
    t.match(await record(API), { code: 0, err: `created a key: ${key}.` }, 'created')
    t.match(await readFile(key, 'utf8'), /^[0-9a-f]{64}\n$/, '256 bits')
    t.notMatch((await record(API)).err, 'key:', 'used again')
    const given = { ...environment, MOCK_RECORDING_KEY: (await readFile(key, 'utf8')).trim() }
    t.match(await record(API, { environment: given }), { code: 0 }, 'the same key in a variable')
    const other = await record([...API, '--key-file', join(folder, 'keys', 'other')])
    t.match(other, { code: 1, err: /was recorded with another key.* Use that --key-file/ }, 'another key')
    const short = join(folder, 'short')
    await writeFile(short, 'x')
    t.match(await record([...API, '--key-file', short]), { code: 2, err: `${short}: expected a key` }, 'too short')
    t.match(await record([...API, '--key-file', folder]), { code: 1, err: `cannot read the key ${folder}` }, 'a folder')
  })

  t.test('the permissions of the key', exceptWindows('files have no such permissions'), async (t) => {
    const { record, folder } = await recordsFor(t, service)
    const key = join(folder, 'key')
    await record([...API, '--key-file', key])
    t.equal((await stat(key)).mode & 0o777, 0o600, 'only the owner can read it')
    await chmod(key, 0o644)
    t.match((await record([...API, '--key-file', key])).err, `warning: other users can read ${key}: run chmod 600`)
  })

  t.test('files that are no recordings are not replaced', async (t) => {
    const { record, file, folder, log } = await recordsFor(t, service)
    const texts = ['', 'text', '{}', '{"atrium":{"credentials":[],"users":[]}}', '{"$mock":{"recording":1}}']
    for (const text of texts) {
      await writeFile(file, text)
      t.match(await record(API), { code: 1, err: 'is not a recording. Use another --out, or --force' }, text)
      t.equal(await readFile(file, 'utf8'), text, 'unchanged')
    }
    await rm(file)
    await writeFile(log, 'text')
    t.match(
      await record(API),
      { code: 1, err: `${log} belongs to an unfinished recording` },
      'a file in place of the log'
    )
    service.requests.length = 0
    t.match(await record([...API, '--force']), { code: 0 }, '--force')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"is_disabled":true', '"is_disabled":0'))
    t.match(await record(API), { code: 1, err: /is not valid any more: run check/ }, 'edited')
    t.match(await record([...API, '--out', folder]), { code: 1, err: 'is a folder' }, 'a folder')
    const missing = join(folder, 'none', 'x.json')
    t.match(await record([...API, '--out', missing]), { code: 1, err: 'no such file or folder' }, 'no folder')
    t.equal(service.requests.length, 1, 'reported before anything is read')
  })

  t.test('services', async (t) => {
    const { record, file, log } = await recordsFor(t, service)
    const html = (response: ServerResponse) => response.setHeader('Content-Type', 'text/html').end('<html>person1')
    const json = (body: unknown) => (response: ServerResponse) => response.end(JSON.stringify(body))
    const page = (users: unknown[], total_pages = 1) =>
      json({ users, pagination: { total_entries: users.length, total_pages } })
    const status = (status: number) => (response: ServerResponse) =>
      response.writeHead(status, { Location: '/x' }).end()
    const invalid = { guid: 'person1', is_disabled: 'person1', identifier: 1 }
    const rows: [what: string, respond: (response: ServerResponse) => unknown, message: string | RegExp][] = [
      ['HTML', html, 'the response is not a list of this API. Check --from and --api'],
      ['a list', json([]), 'is not a list of this API'],
      ['no pagination', json({ users: [] }), 'is not a list of this API'],
      ['401', status(401), 'the service responded 401. Check the credentials'],
      ['404', status(404), 'the service responded 404. Check --from and --api'],
      ['a redirect', status(302), 'Use the address to which it redirects as --from'],
      ['only invalid records', page([invalid, null]), 'no record is valid. The first one: guid: must look like USR-'],
      ['the same page again', page([userOf(1)], 2), 'The service seems to ignore the page number'],
      ['nothing', (response) => response.destroy(), /cannot reach http:/]
    ]
    for (const [what, respond, message] of rows) {
      service.intercept = (_, response) => {
        respond(response)
        return true
      }
      const { code, err } = await record([...API, '--force'])
      t.equal(code, 1, `${what}: exit code`)
      t.match(err, message, `${what}: message`)
      t.notMatch(err, /person1|secret/, `${what}: nothing is quoted`)
      t.notOk(existsSync(file), `${what}: no result`)
    }
    t.ok(existsSync(log) === false, 'no unfinished recording without a page')
    service.intercept = (_, response) => {
      json({ users: [] })(response)
      return true
    }
    t.match(await record(['--api', 'atms']), { code: 1, err: 'is not a list of this API' }, 'ATMS: an object')
    service.intercept = () => false
    service.users = [userOf(1), invalid, { ...userOf(2), created_by: 'person1' }, userOf(1), userOf(3, { guid: null })]
    const { code, err } = await record([...API, '--force'])
    t.equal(code, 0, 'some invalid records')
    t.match(err, 'left out 2 invalid records. The first one: guid: must look like USR-', 'they are left out')
    t.match(err, 'left out 1 member of records that fixtures do not have', 'an unknown member')
    t.notMatch(err, /person1|created_by/, 'nothing is quoted')
  })
}
