import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { eventsFor, progressLine } from '../../src/cli/serve.ts'
import { call } from '../support/calls.ts'
import { fixture } from '../support/fixtures.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { fakeTerminal, run, served } from '../support/terminal.ts'

const YELLOW_401 = '\u001b[33m401\u001b[39m ms'
const EPHEMERAL = ['--ephemeral', '--port', '0']

export async function serving(t: Test): Promise<void> {
  t.test('--json writes the ready line and the requests as JSON', async (t) => {
    const { message, written, stop } = await served([...EPHEMERAL, '--json', '--log-level', 'info'])
    const { url, port, time } = JSON.parse(message)
    t.ok(Math.abs(time - Date.now()) < 60_000, 'the time in milliseconds')
    t.strictSame(
      JSON.parse(message),
      {
        event: 'ready',
        level: 30,
        time,
        msg: `atrium-atms-mock is ready: ${url}`,
        url: `http://127.0.0.1:${port}`,
        port,
        pid: process.pid
      },
      'the ready line'
    )
    await (await call({ url }, 'GET', '/users?page=1')).text()
    t.equal(await stop(), 0, 'exit code')
    t.match(
      JSON.parse(written.out.split('\n')[1] as string),
      {
        event: 'request',
        level: 30,
        time: Number,
        msg: 'GET /users?page=1 200',
        method: 'GET',
        url: '/users?page=1',
        status: 200,
        milliseconds: Number
      },
      'the request'
    )
    t.equal(written.err, '', 'nothing on stderr')
  })

  t.test('on a terminal, serve prints a banner and a line for each request', async (t) => {
    const folder = await temporaryFolder(t)
    const { message, written, stop } = await served(['--port', '0', '--data-dir', folder], { isInteractive: true })
    const port = /localhost:(\d+)/.exec(message)?.[1]
    t.match(
      message,
      `Atrium    http://localhost:${port}/users          MX-API-Key: test-api-key  MX-Client-ID: test-client-id\n`,
      'Atrium'
    )
    t.match(message, `ATMS      http://localhost:${port}/api/Users      token: test-token\n`, 'the ATMS')
    t.match(message, /fixtures {2}default, from .*default\.json\n/, 'the fixtures')
    t.match(
      message,
      `state     fresh, in ${join(folder, 'states', 'default')}\n            7 Atrium users, 3 user groups, 6 ATMS users\n`,
      'the state'
    )
    await (await call({ url: `http://127.0.0.1:${port}` }, 'GET', '/users/x')).text()
    t.equal(await stop(), 0, 'exit code')
    t.match(
      written.out.slice(message.length),
      /^\d\d:\d\d:\d\d\.\d{3} GET \/users\/x 404 \d+\.\d ms\n$/,
      'the line of the request'
    )
    const other = await served([...EPHEMERAL, '--host', '127.0.0.1', '--fixtures', 'empty', '--log-level', 'silent'])
    t.match(
      other.message,
      /Atrium {4}http:\/\/127\.0\.0\.1:\d+\/users[\s\S]*state {5}fresh, in memory\n/,
      'a banner for state in memory'
    )
    t.equal(await other.stop(), 0, 'exit code in memory')
    t.equal(other.written.out, other.message, 'no line for each request without a terminal')
  })

  t.test('the line of a request says which sandbox and stub responded, and why it was not authenticated', async (t) => {
    const { message, written, stop } = await served(EPHEMERAL, { isInteractive: true, hasColors: true })
    const mock = { url: /control +(http:.*)\/__admin/.exec(message)?.[1] ?? '' }
    const body = JSON.stringify({ name: 'teapot', request: { url: '/users' }, response: { status: 418 } })
    await call(mock, 'POST', '/sandboxes/w1/__admin/mappings', body)
    const rows: [path: string, headers: Record<string, string>, rest: string][] = [
      ['/sandboxes/w1/users', {}, '\u001b[33m418\u001b[39m ms in sandbox w1, by stub teapot'],
      ['/users', {}, `${YELLOW_401} missing credential: MX-API-Key, MX-Client-ID`],
      ['/users', { 'mx-api-key': 'x' }, `${YELLOW_401} missing credential: MX-Client-ID`],
      [
        '/users',
        { 'mx-api-key': 'x', 'mx-client-id': 'y' },
        `${YELLOW_401} unknown credential: MX-API-Key, MX-Client-ID`
      ],
      ['/api/Users', { token: 'x' }, `${YELLOW_401} unknown credential: token`],
      [
        '/api/Users',
        { token: 'x@w2' },
        `${YELLOW_401} unknown credential: token; its suffix names a sandbox that does not exist`
      ],
      [
        '/__admin/requests',
        { 'mx-api-key': 'x@w1', 'mx-client-id': 'y' },
        `${YELLOW_401} wrong credential: the part before the '@' is not a credential of the sandbox that it names`
      ],
      ['/docs/', {}, '\u001b[32m200\u001b[39m ms'],
      ['/users/', { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id' }, '\u001b[32m200\u001b[39m ms']
    ]
    for (const [path, headers] of rows) await (await fetch(mock.url + path, { headers })).text()
    t.equal(await stop(), 0, 'exit code')
    const lines = written.out.slice(message.length).split('\n').slice(1)
    const responses = lines.map((line) => line.replace(/^\S+ GET /, '').replace(/ \d+\.\d ms/, ' ms'))
    for (const [i, [path, , rest]] of rows.entries()) t.equal(responses[i], `${path} ${rest}`, rest)
  })

  t.test('notices are lines on stderr, or JSON', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'mine.json')
    await writeFile(file, JSON.stringify(fixture()))
    const words = ['--port', '0', '--data-dir', join(folder, 'data'), '--fixtures', file]
    await run(words)
    await writeFile(file, JSON.stringify(fixture({ atms: { tokens: [], userGroups: [], users: [] } })))
    t.match(
      (await run(words)).err,
      /^[\d:.]{12} the fixtures 'mine' have changed since the state in .* was created: reset, or start with --fresh, .*\n$/,
      'as text'
    )
    t.match(
      JSON.parse((await run([...words, '--json'])).err),
      { event: 'notice', level: 40, msg: /have changed since/ },
      'as JSON'
    )
    t.equal((await run([...words, '--log-level', 'error'])).err, '', 'not with --log-level error')
  })

  t.test('a failed start prints one clear line and exits with 1', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'bad.json')
    await writeFile(file, '{"atrium":1}')
    const dataDir = join(folder, 'data')
    const stateDir = join(dataDir, 'states', 'default')
    await mkdir(stateDir, { recursive: true })
    await writeFile(join(stateDir, 'state.json'), '{"atrium":1}')
    const mock = await mockFor(t)
    const rows: [string[], RegExp][] = [
      [
        ['--ephemeral', '--port', String(mock.port)],
        new RegExp(`port ${mock.port} is already in use on 127.0.0.1: stop the other server, or use another --port\n$`)
      ],
      [[...EPHEMERAL, '--host', '192.0.2.1'], /this machine has no address 192\.0\.2\.1: use another --host\n$/],
      [[...EPHEMERAL, '--fixtures', 'nope.json'], /no such file: nope\.json\. Correct --fixtures, or use one .*\n$/],
      [[...EPHEMERAL, '--fixtures', 'nope.jsn'], /no such file: nope\.jsn\. Correct --fixtures, or use one of .*\n$/],
      [
        [...EPHEMERAL, '--fixtures-dir', 'nope'],
        /cannot read the folder of fixtures nope: it does not exist\. Create it, or correct --fixtures-dir\n$/
      ],
      [[...EPHEMERAL, '--fixtures-dir', file], /bad\.json: it is a file\. Use --fixtures for a single fixture file\n$/],
      [[...EPHEMERAL, '--fixtures', 'nope'], /unknown fixture set 'nope' \(available: default, empty, paging\)\n$/],
      [
        [...EPHEMERAL, '--fixtures', 'nope', '--fixtures-dir', folder],
        /unknown fixture set 'nope' \(available: .*bad.*\)\. The folder \S+ has no fixture file of that name\n$/
      ],
      [[...EPHEMERAL, '--fixtures', file], /bad\.json: 1 error\n {2}.*bad\.json#\/atrium: expected object, not 1\n$/],
      [[...EPHEMERAL, '--fixtures', folder], /^[^\n]* is a folder, not a fixture file\. Use --fixtures-dir .*\n$/],
      [
        ['--port', '0', '--data-dir', file],
        /^[^\n]*cannot use the data directory [^\n]*bad\.json is a file, not a folder\. .* or --ephemeral\n$/
      ],
      [
        [...EPHEMERAL, '--stubs', file],
        /cannot read --stubs .*bad\.json: it is a file\. Use the folder that contains it\n$/
      ],
      [
        [...EPHEMERAL, '--stubs', join(folder, 'none')],
        /cannot read --stubs .*none: it does not exist\. Create it, .*\n$/
      ],
      [[...EPHEMERAL, '--stubs', join(file, 'x')], /cannot read --stubs .*x: a part of its path is a file\. .*\n$/],
      [
        ['--port', '0', '--data-dir', dataDir],
        /state\.json: 1 error\n {2}.*\nNothing was changed: .* --fresh to discard the saved state\n$/
      ],
      [[...EPHEMERAL, '--fixtures-dir', join(folder, 'none')], /^[^\n]*none.*\n$/]
    ]
    for (const [words, message] of rows) {
      const { out, err, code } = await run(words)
      t.strictSame([out, code], ['', 1], words.join(' '))
      t.match(err, message, words.join(' '))
      t.ok(err.startsWith('atrium-atms-mock: '), words.join(' '))
    }
  })

  t.test('internal errors are logged with their stack', async (t) => {
    const { terminal, written } = fakeTerminal()
    eventsFor({ json: true }, terminal).failure?.(new TypeError('a bug'))
    t.match(JSON.parse(written.err), { event: 'failure', level: 50, msg: /^TypeError: a bug\n {4}at / }, 'the stack')
  })

  t.test('an upload gets a 503 with advice if a file is in place of its folder', async (t) => {
    const dataDir = await temporaryFolder(t)
    await writeFile(join(dataDir, 'fixtures'), 'no folder')
    const server = await served(['--port', '0', '--json', '--data-dir', dataDir])
    const { url } = JSON.parse(server.message)
    const response = await call({ url }, 'PUT', '/__admin/fixtures/mine')
    t.equal(response.status, 503, 'the status')
    const title =
      /^nothing was changed: cannot write .*mine\.json: a part of the path is a file\. Remove or rename that file/
    t.match(await response.json(), { errors: [{ title }] }, 'the body')
    t.equal(await server.stop(), 0, 'exit code')
  })

  t.test('expected failures are logged without a stack', async (t) => {
    const server = await served([...EPHEMERAL, '--json', '--max-sandboxes', '1'])
    const { url } = JSON.parse(server.message)
    t.equal((await call({ url }, 'POST', '/sandboxes/w1/__admin/reset')).status, 503, 'the response')
    t.match(
      JSON.parse(server.written.err),
      { event: 'failure', level: 50, msg: /^all 1 sandboxes are in use: [^\n]+$/ },
      'the message'
    )
    t.equal(await server.stop(), 0, 'exit code')
  })

  t.test('a server that is interrupted while it loads never becomes ready', async (t) => {
    const interrupted = { interrupted: Promise.resolve(143) }
    t.strictSame(
      await run([...EPHEMERAL, '--json'], interrupted),
      { out: '', err: '', code: 143 },
      'before it is ready'
    )
    t.strictSame(
      await run([...EPHEMERAL, '--fixtures', 'nope'], interrupted),
      { out: '', err: '', code: 143 },
      'before it fails'
    )
  })

  t.test('reading a large file prints its progress', async (t) => {
    const { terminal, written } = fakeTerminal()
    const progress = progressLine(terminal)
    progress(1, 2)
    progress(2, 2)
    t.equal(written.err, '\rreading 50%\rreading 100%\n', 'the output')
  })
}
