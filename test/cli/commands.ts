import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import { call, createAtriumUser } from '../support/calls.ts'
import { fixture } from '../support/fixtures.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'

const REFUSED = 'connection refused. Is the server running? Use --url to point to another one'

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export async function commands(t: Test): Promise<void> {
  t.test('check reports for each file whether it is valid', async (t) => {
    const folder = await temporaryFolder(t)
    const [good, bad, one, missing] = ['good.json', 'bad.json', 'one.json', 'missing.json'].map((name) =>
      join(folder, name)
    ) as [string, string, string, string]
    await writeFile(good, JSON.stringify(fixture()))
    await writeFile(
      bad,
      JSON.stringify({ atms: { tokens: Array.from({ length: 1200 }, () => 1), userGroups: [], users: [] } })
    )
    await writeFile(one, '{"x":1}')
    t.strictSame(
      await run(['check', good]),
      {
        out: `${good}: ok, 2 Atrium users, 1 user groups, 1 ATMS users\n`,
        err: '',
        code: 0
      },
      'one valid file'
    )
    const { out, err, code } = await run(['check', bad, good, missing, folder, one])
    t.equal(code, 1, 'exit code')
    t.equal(out, `${good}: ok, 2 Atrium users, 1 user groups, 1 ATMS users\n`, 'the valid file')
    const lines = err.split('\n')
    t.strictSame(
      lines.slice(0, 2),
      [`${bad}: 1200 errors`, `  ${bad}#/atms/tokens/0: expected string`],
      'the first errors'
    )
    t.strictSame(
      lines.slice(1001),
      [
        '  and 200 more',
        `${missing}: no such file`,
        `${folder} is a folder, not a fixture file. Use --fixtures-dir for a folder of fixture files`,
        `${one}: 1 error`,
        `  ${one}#/x: unknown field 'x'`,
        ''
      ],
      'the other files'
    )
  })

  t.test('reset, state and health call a running server', async (t) => {
    const mock = await mockFor(t, { adminToken: 'secret' })
    const bearer = { authorization: 'Bearer secret' }
    const at = ['--url', `${mock.url}/`]
    const withToken = [...at, '--admin-token', 'secret']
    t.match(await run(['health', ...at]), { code: 0, err: '', out: /^\{"status":"healthy",.*\}\n$/ }, 'health')
    await createAtriumUser(mock, { identifier: 'x' })
    t.strictSame(
      await run(['reset', ...withToken]),
      { out: 'Reset to "default": 7 Atrium users, 3 user groups, 6 ATMS users\n', err: '', code: 0 },
      'reset'
    )
    const state = await (await call(mock, 'GET', '/__admin/state', undefined, bearer)).text()
    t.equal(state, (await run(['state', ...withToken])).out, 'state')
    t.notMatch(state, /"x"/, 'the user is gone')
    t.strictSame(
      await run(['reset', ...withToken, '--fixtures', 'empty']),
      {
        out: 'Reset to "empty": 0 Atrium users, 3 user groups, 0 ATMS users. Later resets return to it, too\n',
        err: '',
        code: 0
      },
      'reset to another set'
    )
    t.match(
      await run(['state'], { environment: { MOCK_URL: mock.url, MOCK_ADMIN_TOKEN: 'secret' } }),
      {
        out: /"users": \[\]/
      },
      'URL and token from the environment'
    )
    t.match(
      await run(['state', ...at]),
      {
        code: 1,
        out: '',
        err: /^atrium-atms-mock: http:.* requires its token: set MOCK_ADMIN_TOKEN, or use --admin-token\n$/
      },
      'no token'
    )
    t.match(
      await run(['reset', ...withToken, '--fixtures', 'nope']),
      {
        code: 1,
        err: /^atrium-atms-mock: unknown fixture set 'nope' \(available: default, empty, paging\)\n$/
      },
      'an unknown set'
    )
  })

  t.test('a server that is not running', async (t) => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    for (const name of ['reset', 'state', 'health']) {
      t.strictSame(
        await run([name, '--url', url]),
        {
          out: '',
          err: `atrium-atms-mock: cannot reach ${url}: ${REFUSED}\n`,
          code: 1
        },
        name
      )
    }
    t.match(
      await run(['health', '--url', 'ftp://127.0.0.1']),
      { code: 1, err: /invalid URL 'ftp:/ },
      'another protocol'
    )
    for (const url of ['somewhere', 'localhost:3000']) {
      t.match(
        await run(['health', '--url', url]),
        {
          code: 1,
          err: new RegExp(`invalid URL '${url}': expected one such as http://localhost:3000`)
        },
        url
      )
    }
    const waiting = run(['health', '--url', url, '--wait', '20'])
    await mockFor(t, { port, host: '127.0.0.1' })
    t.match(await waiting, { code: 0, out: /healthy/ }, 'health --wait waits for the server')
  })

  t.test('another server, or one that does not respond, is reported', async (t) => {
    const responses: [status: number, body: string][] = [
      [200, '<html>hi'],
      [200, '{"ok":true}'],
      [200, '[]'],
      [200, 'null'],
      [302, '']
    ]
    let current = responses[0] as [number, string]
    const other = createServer((_request, response) => {
      response.writeHead(current[0], { location: '/' }).end(current[1])
    }).listen(0, '127.0.0.1')
    await once(other, 'listening')
    t.teardown(() => other.close())
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    const file = 'fixtures/empty.json'
    const commands = [['health'], ['reset'], ['state'], ['requests'], ['save', 'x'], ['load', file, '--name', 'x']]
    for (current of responses) {
      for (const words of commands) {
        const { out, err, code } = await run([...words, '--url', url])
        t.strictSame([out, code], ['', 1], `${words[0]} ${current[1]}`)
        t.match(
          err,
          new RegExp(
            `${url} is not an atrium-atms-mock server: it responded to [A-Z]+ /__admin/\\S+ with status ${current[0]}\n$`
          ),
          `${words[0]} ${current[1]}: the message`
        )
      }
    }
    t.match(await run(['state', '--url', `${url}?x=1`]), { code: 1, err: /invalid URL '.*\?x=1'/ }, 'a query')
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    t.teardown(() => silent.close())
    const { port } = silent.address() as AddressInfo
    t.intercept(AbortSignal, 'timeout', { value: () => AbortSignal.abort() })
    t.match(
      await run(['health', '--url', `http://127.0.0.1:${port}`]),
      {
        code: 1,
        err: /cannot reach .*: no response within 5 s\n$/
      },
      'no response'
    )
  })

  t.test('requests prints the journal as a table or as JSON', async (t) => {
    const mock = await mockFor(t)
    const words = ['requests', '--url', mock.url]
    await call(mock, 'GET', '/users')
    await call(mock, 'POST', '/api/Nope')
    await mock.stub({ name: 'teapot', request: { url: '/users' }, response: { status: 418 } })
    await call(mock, 'GET', '/users')
    const shown = async (...flags: string[]) => {
      const { out, code } = await run([...words, ...flags])
      t.equal(code, 0, `the exit code ${flags}`)
      return out.trimEnd().split('\n')
    }
    const [head, ...rows] = await shown()
    t.match(head, /^received +method +status +ms +handled by +url$/, 'column names')
    const cells = (lines: string[]) =>
      lines.map((row) =>
        row
          .split(/ {2,}/)
          .slice(1)
          .filter((_, i) => i !== 2)
      )
    const all = [
      ['GET', '200', 'api', '/users'],
      ['POST', '404', 'none', '/api/Nope'],
      ['GET', '418', 'stub teapot', '/users']
    ]
    t.strictSame(cells(rows), all, 'the rows')
    t.strictSame(cells((await shown('--status', '4xx')).slice(1)), all.slice(1), '--status 4xx')
    t.strictSame(cells((await shown('--status', '200,404')).slice(1)), all.slice(0, 2), '--status 200,404')
    t.strictSame(cells((await shown('--path', '/api/*')).slice(1)), [all[1]], '--path')
    t.strictSame(cells((await shown('--path', '/user')).slice(1)), [], '--path: the whole path')
    const unknown = { code: 2, err: /--status: expected a status such as 401 or 4xx, not '6xx'/ }
    t.match(await run([...words, '--status', '6xx']), unknown, 'an unknown status')
    const bodies = await shown('--body', '--path', '/api/Nope')
    t.match(bodies.at(-1), /^ {2}< \{"Message":"/, '--body')
    t.equal(JSON.parse((await run([...words, '--json'])).out).meta.total, 3, 'as JSON')
    t.equal(JSON.parse((await run([...words, '--json', '--status', '418'])).out).requests.length, 1, 'some as JSON')
  })

  t.test('requests --follow goes on until it is interrupted', async (t) => {
    const mock = await mockFor(t)
    await call(mock, 'GET', '/users?n=1')
    let interrupt: (code: number) => void = () => {}
    const interrupted = new Promise<number>((done) => (interrupt = done))
    let written = ''
    let sent = 1
    const out = (text: string): void => {
      written += text
      if (text.includes('n=3')) interrupt(130)
      else if (text.includes(`n=${sent}`)) call(mock, 'GET', `/users?n=${++sent}`)
    }
    t.equal((await run(['requests', '--follow', '--url', mock.url], { out, interrupted })).code, 130, 'the exit code')
    t.strictSame(written.match(/n=\d/g), ['n=1', 'n=2', 'n=3'], 'each request once')
  })

  t.test('requests --follow prints a request again when it has its response', async (t) => {
    const entry = (n: number, status?: number) => ({
      id: `id${n}`,
      request: { method: 'GET', url: `/users?n=${n}`, loggedDate: n, loggedDateString: `date${n}` },
      response: status === undefined ? {} : { status },
      wasMatched: true,
      timing: { totalTime: 1 },
      stubMapping: { id: `id${n}` }
    })
    const journals = [[entry(1)], [entry(2, 200), entry(1)], [entry(2, 200), entry(1, 401)]]
    let interrupt: (code: number) => void = () => {}
    const interrupted = new Promise<number>((done) => (interrupt = done))
    const asked: string[] = []
    const server = createServer(({ url }, response) => {
      if (asked.push(url ?? '') > 4) interrupt(130)
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ requests: journals.shift() ?? [] }))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => server.close())
    const rows: string[] = []
    const out = (text: string): void => {
      for (const [, status, n] of text.matchAll(/(\S+) +1 .*n=(\d)$/gm)) rows.push(`${n} ${status}`)
      if (rows.length === 3) interrupt(130)
    }
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await run(['requests', '--follow', '--url', url], { out, interrupted })
    t.strictSame(rows, ['1 -', '2 200', '1 401'], 'the status of each request')
    t.match(asked[2], /since=1970-01-01T00:00:00\.001Z$/, 'it goes on from the one that waits')
  })

  t.test('completion prints scripts that the shells understand', async (t) => {
    const script = (await run(['completion', 'bash'])).out
    const completed = (...words: string[]): string[] => {
      const given = words.map((word) => `'${word}'`).join(' ')
      const call = `COMP_WORDS=(atrium-atms-mock ${given}); COMP_CWORD=${words.length}; _complete_mock; echo "\${COMPREPLY[*]}"`
      return spawnSync('bash', ['-c', `${script}${call}`], { encoding: 'utf8' })
        .stdout.trim()
        .split(' ')
    }
    t.strictSame(completed('sa'), ['save', 'sandboxes'], 'a command')
    t.strictSame(completed('--data'), ['--data-dir'], 'an option of serve')
    t.strictSame(completed('requests', '--s'), ['--sandbox', '--status'], 'an option of a command')
    t.ok((await run(['completion', 'zsh'])).out.includes(script.slice(0, script.lastIndexOf('complete'))), 'zsh')
    const fish = (await run(['completion', 'fish'])).out
    t.match(
      fish,
      /^complete -c atrium-atms-mock -n "__fish_use_subcommand" -f -a serve -d 'start the server'\n/,
      'fish'
    )
    t.match(
      fish,
      /-n "__fish_seen_subcommand_from reset" -l sandbox -d 'use this sandbox instead of \\'default\\''\n/,
      'fish: quotes'
    )
    const unknown = { code: 2, err: /unknown shell 'csh' \(available: bash, zsh, fish\)/ }
    t.match(await run(['completion', 'csh']), unknown, 'another shell')
  })

  t.test('stop stops a server that allows it', async (t) => {
    const mock = await mockFor(t)
    const advice = 'shutdown is not allowed: start the server with --allow-shutdown'
    const refused = await run(['stop', '--url', mock.url])
    t.strictSame(refused, { out: '', err: `atrium-atms-mock: ${advice}\n`, code: 1 }, 'not allowed')
    const other = await mockFor(t, { allowShutdown: true })
    t.strictSame(await run(['stop', '--url', other.url]), { out: 'stopped\n', err: '', code: 0 }, 'allowed')
    await other.closed
    t.match(await run(['health', '--url', other.url]), { code: 1, err: /cannot reach/ }, 'it has stopped')
  })

  t.test('requests reports how many entries were evicted from the journal', async (t) => {
    const mock = await mockFor(t, { maxRequests: 1 })
    for (let n = 0; n < 3; n++) await call(mock, 'GET', '/users')
    t.match(
      (await run(['requests', '--url', mock.url])).err,
      /^2 older requests were evicted from the journal\n$/,
      'the last line'
    )
  })
}
