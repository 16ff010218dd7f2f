import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Har, HarEntry } from '../../src/index.ts'
import { newUser } from '../support/bodies.ts'
import { type Control, controlFor } from '../support/control.ts'
import { RawConnection } from '../support/raw.ts'
import { run } from '../support/terminal.ts'

const entriesOf = async ({ admin }: Control, query = ''): Promise<readonly HarEntry[]> =>
  ((await admin('GET', `requests.har${query}`)).json as Har).log.entries

const VISIBLE = '*****'
const PNG = Buffer.from([0x89, 0x50, 0xff, 0x00])

/** The export of the journal as HAR 1.2. Its members are checked against the published schema, which is closed. */
export async function har(t: Test): Promise<void> {
  t.test('each request is shown with its response, oldest first', async (t) => {
    const control = await controlFor(t)
    const { send, stub, admin, mock } = control
    const headers = { 'Content-Type': 'image/png', 'Set-Cookie': ['sid=secret; Path=/', 'b=2'], Location: '/next' }
    const base64Body = PNG.toString('base64')
    await stub({ name: 'image', request: { url: '/png' }, response: { base64Body, headers, statusMessage: 'Fine' } })
    await stub({ request: { url: '/broken' }, response: { fault: 'EMPTY_RESPONSE' } })
    await send('GET', '/users?page=2&page=3&q=a+b', { headers: { cookie: 'a=1; b=2', 'x-request-id': 'r-1' } })
    await send('POST', '/users', newUser('ü'))
    await send('POST', '/api/Users', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=1&b='
    })
    await send('GET', '/png')
    await send('GET', '/broken').catch(() => undefined)
    await fetch(`${mock.url}/users`, { method: 'PUT', body: new Uint8Array(PNG) })
    const pair = (name: string, value = VISIBLE) => ({ name, value })
    const expected: [string, object][] = [
      [
        'a query and cookies',
        {
          request: {
            method: 'GET',
            url: `${mock.url}/users?page=2&page=3&q=a+b`,
            queryString: [pair('page', '2'), pair('page', '3'), pair('q', 'a b')],
            cookies: [pair('a'), pair('b')],
            bodySize: 0
          },
          response: {
            status: 200,
            statusText: 'OK',
            content: { mimeType: /json/, text: /^\{"users"/ },
            redirectURL: ''
          },
          _api: 'atrium',
          _requestId: 'r-1',
          _matched: true
        }
      ],
      ['a body', { request: { postData: { mimeType: /json/, text: '{"user":{"identifier":"ü"}}' }, bodySize: 28 } }],
      ['a form', { request: { postData: { text: 'a=1&b=', params: [pair('a', '1'), pair('b', '')] } }, _api: 'atms' }],
      [
        'a stub with bytes',
        {
          response: {
            statusText: 'Fine',
            cookies: [pair('sid'), pair('b')],
            redirectURL: '/next',
            content: { size: 4, mimeType: 'image/png', text: base64Body, encoding: 'base64' }
          },
          _stubName: 'image'
        }
      ],
      ['a fault', { response: { status: 0, _error: 'a stub broke the connection: EMPTY_RESPONSE' } }],
      ['bytes', { request: { postData: { _base64: base64Body } }, comment: /^missing credential: / }]
    ]
    const entries = await entriesOf(control)
    t.equal(entries.length, expected.length, 'all requests')
    for (const [i, [name, entry]] of expected.entries()) {
      t.match(entries[i], entry, name)
      const { time, timings, startedDateTime } = entries[i] as HarEntry
      t.equal(time, timings.send + timings.wait + timings.receive, `${name}: the time is the sum of its parts`)
      t.match(startedDateTime, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/, `${name}: when it arrived`)
    }
    t.same((await mock.requests.har()).log.entries, entries, 'through the library')
    const { headers: sent, json } = await admin('GET', 'requests.har')
    t.match(sent.get('content-disposition'), 'filename="requests.har"', 'a file for browsers')
    t.match(json.log, { version: '1.2', creator: { name: 'atrium-atms-mock' } }, 'the log')
  })

  t.test('every address is a valid URL', async (t) => {
    const control = await controlFor(t)
    const rows: [target: string, host: string, url: RegExp][] = [
      ['/a%zz|"<>b?x={}%', 'x', /^http:\/\/x\/a%25zz%7C%22%3C%3Eb\?x=%7B%7D%25$/],
      ['*', 'x', /^http:\/\/x\/\*$/],
      ['/a', 'a b:99999', /^http:\/\/localhost\/a$/],
      ['/a', '', /^http:\/\/localhost\/a$/]
    ]
    for (const [target, host] of rows) {
      const raw = await RawConnection.open(t, control.mock.url)
      await raw.send([`GET ${target} HTTP/1.1`, `Host: ${host}`])
    }
    const entries = await entriesOf(control)
    for (const [i, [target, host, url]] of rows.entries()) t.match(entries[i]?.request.url, url, `${target} ${host}`)
  })

  t.test('the filters of the list select requests, and evictions are reported', async (t) => {
    const control = await controlFor(t, { maxRequests: 3 })
    const { send, admin, mock } = control
    for (const path of ['/dropped', '/1', '/users', '/3']) await send('GET', path, { headers: { 'mock-test': path } })
    const rows: [query: string, paths: string[]][] = [
      ['', ['/1', '/users', '/3']],
      ['?limit=2', ['/users', '/3']],
      ['?limit=1&offset=1', ['/users']],
      ['?unmatched=true', ['/1', '/3']],
      ['?test=/3', ['/3']],
      ['?since=2100-01-01T00:00:00Z', []]
    ]
    for (const [query, paths] of rows) {
      const urls = (await entriesOf(control, query)).map(({ request }) => new URL(request.url).pathname)
      t.same(urls, paths, query)
    }
    const { headers, json } = await admin('GET', 'requests.har')
    t.equal(headers.get('mock-journal-dropped'), '1', 'in a header')
    t.equal(json.log.comment, '1 older requests were evicted from the journal', 'in the file')
    t.match(
      await admin('GET', 'requests.har?limit=x'),
      { status: 400, json: { errors: [{ title: /^limit: / }] } },
      'bad'
    )
    t.equal((await mock.requests.har({ test: '/3' })).log.entries.length, 1, 'through the library')
  })

  t.test('the command writes a file or standard output', async (t) => {
    const { send, mock } = await controlFor(t, { maxRequests: 1 })
    for (const path of ['/dropped', '/users']) await send('GET', path)
    const folder = mkdtempSync(join(tmpdir(), 'har-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'requests.har')
    const url = ['--url', mock.url]
    const written = await run(['requests', '--har', file, ...url])
    const notice = '1 older requests were evicted from the journal\n'
    t.same(written, { code: 0, out: `wrote ${file}\n`, err: notice }, 'a file')
    const { out, err } = await run(['requests', '--har', '-', ...url])
    t.equal(out, readFileSync(file, 'utf8'), 'standard output')
    t.equal(err, notice, 'the notice is not in the output')
    t.equal(JSON.parse(out).log.entries.length, 1, 'the requests')
    const combined = await run(['requests', '--har', '-', '--json', ...url])
    t.match(combined, { code: 2, err: /--har cannot be combined with --status/ }, 'with another format')
  })
}
