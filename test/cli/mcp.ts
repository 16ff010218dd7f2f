import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { mcpClient, session } from '../support/mcp.ts'
import { mockFor } from '../support/mock.ts'
import { cleanCommand } from '../support/platform.ts'
import { program } from '../support/program.ts'

const DIST = join(packageRoot, 'dist')

/** Prints the parts of the bundle that are loaded: after a start, and after a message to the MCP server. */
const LOADED = `
const { readFileSync } = require('node:fs')
const { startMock } = require('./index.cjs')
const hasMcp = () => Object.keys(require.cache).some((file) => readFileSync(file, 'utf8').includes('resources/templates/list'))
startMock({ port: 0 }).then(async (mock) => {
  await fetch(mock.url + '/users', { headers: mock.credentials.atrium })
  const before = hasMcp()
  await (await fetch(mock.url + '/__admin/mcp', { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' })).text()
  console.log(JSON.stringify([before, hasMcp()]))
  await mock.close()
})`

/** The command `mcp`. */
export async function mcpCommand(t: Test): Promise<void> {
  const clientOf = async (t: Test, words: readonly string[]) => {
    const [command = '', ...args] = cleanCommand([process.execPath, join(DIST, 'main.cjs'), 'mcp', ...words], {})
    const transport = new StdioClientTransport({ command, args, stderr: 'pipe' })
    let err = ''
    transport.stderr?.on('data', (text) => {
      err += text
    })
    return { ...(await mcpClient(t, transport)), err: () => err }
  }

  t.test('it starts a mock, and serves the client over standard input and output', async (t) => {
    const mcp = await clientOf(t, ['--port', '0', '--ephemeral'])
    const [, url = ''] = /ready: (\S+)/.exec(mcp.err()) ?? []
    await session(t, mcp, url, { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' })
    await mcp.client.close()
    await t.rejects(fetch(url), 'the mock stops with the client')
  })

  t.test('with --url, it controls a running mock, and says what is wrong with the connection', async (t) => {
    const mock = await mockFor(t, { adminToken: 'secret' })
    const { run, client } = await clientOf(t, ['--url', mock.url, '--sandbox', 'w1', '--admin-token', 'secret'])
    t.match(await run('create_stub', { mapping: { name: 'one' } }), { isError: false })
    t.match(JSON.parse((await run('list_sandboxes')).text).sandboxes, [{ name: 'default' }, { name: 'w1' }])
    const wrong = await clientOf(t, ['--url', mock.url, '--admin-token', 'wrong'])
    t.match(await wrong.run('get_state'), { isError: true, text: /rejected the token/ })
    await client.close()
    await mock.close()
    t.match(await wrong.run('get_state'), {
      isError: true,
      text: /cannot reach .*(Is the server running\?|Check that the server is running)/
    })
  })

  t.test('options that cannot work are rejected at the start', async (t) => {
    const { start } = await program(t)
    const rows: [words: readonly string[], expected: RegExp][] = [
      [['--no-admin'], /--no-admin: the tools need the control API/],
      [['--url', 'http://localhost:1', '--fixtures', 'x'], /--fixtures cannot be used with --url/],
      [['--url', 'nonsense'], /--url: invalid URL 'nonsense'/],
      [['--url', 'http://localhost:1', '--sandbox', '../x'], /--sandbox: invalid sandbox name '\.\.\/x'/]
    ]
    for (const [words, expected] of rows) {
      const { ended, output, ready } = start(['mcp', ...words])
      ready.catch(() => {})
      t.equal(await ended, 2, words.join(' '))
      t.match(output.err, expected, words.join(' '))
    }
  })

  t.test('requests that were read before the input ended get a response; invalid params are named', async (t) => {
    const mock = await mockFor(t)
    const [file = '', ...args] = cleanCommand([process.execPath, join(DIST, 'main.cjs'), 'mcp', '--url', mock.url], {})
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    const params = [{ name: 'get_status' }, { name: 'get_status', arguments: 'x' }, undefined]
    const lines = params.map((params, id) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }))
    child.stdin.end(`${lines.join('\n')}\n`)
    const responses = (await text(child.stdout))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    t.match(
      responses.sort((a, b) => a.id - b.id),
      [
        { id: 0, result: { content: [{ type: 'text' }] } },
        { id: 1, error: { code: -32602, message: /^params: expected an object such as/ } },
        { id: 2, error: { code: -32602 } }
      ]
    )
  })

  t.test('each invalid line gets an error', async (t) => {
    const mock = await mockFor(t)
    const [file = '', ...args] = cleanCommand([process.execPath, join(DIST, 'main.cjs'), 'mcp', '--url', mock.url], {})
    const rows: [line: string, code: number, message: RegExp, id?: number][] = [
      ['{', -32700, /^invalid JSON: /],
      ['[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600, /^batches are not supported/],
      ['null', -32600, /^expected an object such as/],
      ['{"id":2,"method":"ping"}', -32600, /^jsonrpc: expected "2.0"$/, 2],
      ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600, /^id: expected a string or an integer/],
      ['{"jsonrpc":"2.0","id":3,"method":4}', -32600, /^method: expected a string$/, 3],
      ['{"jsonrpc":"2.0","id":4}', -32600, /^expected a request such as/, 4],
      ['{"jsonrpc":"2.0","id":5,"method":"ping","params":null}', -32600, /^params: expected an object, or omit it$/, 5],
      ['{"jsonrpc":"2.0","id":6,"method":"ping","params":[1]}', -32600, /^params: expected an object/, 6],
      ['{"jsonrpc":"2.0","id":7,"method":"nothing"}', -32601, /^Method not found$/, 7],
      ['{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"rest"}}', -32602, /^unknown tool 'rest'/, 8]
    ]
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    // A blank line is no message, and a message without an id needs no response.
    const silent = ['', '{"jsonrpc":"2.0","method":"tools/list"}']
    child.stdin.end([...silent, ...rows.map(([line]) => line)].join('\n'))
    const responses = (await text(child.stdout))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    t.equal(responses.length, rows.length, 'one response each')
    for (const [line, code, message, id = null] of rows)
      t.ok(
        responses.some(
          (response) => response.id === id && response.error.code === code && message.test(response.error.message)
        ),
        line
      )
  })

  t.test('only a message to the MCP server loads its code', async (t) => {
    const [file = '', ...args] = cleanCommand([process.execPath, '-e', LOADED], {})
    t.same(JSON.parse(execFileSync(file, args, { cwd: DIST, encoding: 'utf8' })), [false, true])
  })
}
