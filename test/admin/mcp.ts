import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import { libraryOptions } from '../../src/mock/library-options.ts'
import { startServer } from '../../src/mock/start-mock.ts'
import { controlFor } from '../support/control.ts'
import { httpTransport, mcpClient, session } from '../support/mcp.ts'
import { within } from '../support/within.ts'

const MESSAGE = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })

/** The MCP server below `/__admin/mcp`. */
export async function mcp(t: Test): Promise<void> {
  t.test('the client of the SDK resets, creates a stub, and finds and explains requests', async (t) => {
    const { mock } = await controlFor(t)
    await session(t, await mcpClient(t, httpTransport(mock.url)), mock.url, mock.credentials.atrium)
  })

  t.test('each tool has a description, annotations and a closed schema, and calls the control API', async (t) => {
    const { mock } = await controlFor(t)
    const { client, run } = await mcpClient(t, httpTransport(mock.url))
    const { tools } = await client.listTools()
    for (const { name, description = '', inputSchema, annotations } of tools) {
      t.ok(description.length > 10 && description.endsWith('.'), `${name}: the description`)
      t.equal(inputSchema['additionalProperties'], false, `${name}: the schema`)
      t.equal(annotations?.readOnlyHint, /^(?:get|list|find|explain|compare|wait)_/.test(name), `${name}: reads`)
      // Required members are missing or too simple: the call fails, but as a tool.
      const known = Object.keys(inputSchema.properties ?? {})
      const args = Object.fromEntries((inputSchema.required ?? []).map((member) => [member, 'x']))
      if (known.includes('timeoutMs')) continue
      const { text } = await run(name, args)
      t.notMatch(text, /no such control endpoint|not allowed here|failed with status/, `${name}: ${text}`)
    }
  })

  t.test('wrong arguments are errors of the tool, unknown tools and resources those of the protocol', async (t) => {
    const { mock } = await controlFor(t)
    const { client, run } = await mcpClient(t, httpTransport(mock.url))
    const rows: [tool: string, args: object, text: string][] = [
      ['create_stub', {}, 'invalid arguments of create_stub: mapping: required field is missing'],
      [
        'find_requests',
        { pattern: {}, limit: 'x' },
        'invalid arguments of find_requests: limit: expected integer, not "x"'
      ],
      [
        'reset',
        { fixture: 'empty' },
        "invalid arguments of reset: fixture: unknown field 'fixture' (did you mean 'fixtures'?)"
      ],
      ['reset', { fixtures: 'emty' }, "unknown fixture set 'emty' (available: default, empty, paging)"],
      ['reset', { sandbox: 'Not A Name' }, "invalid sandbox name 'Not A Name'"],
      [
        'create_stub',
        { mapping: { request: { urlPth: '/' } } },
        "/request/urlPth: unknown field 'urlPth' (did you mean 'urlPath'?)"
      ],
      ['get_request', { id: '../state' }, '../state is not a valid UUID'],
      ['get_record', { api: 'atrium', list: 'users', key: 'a/b?c' }, 'a/b?c'],
      ['undo_change', { revision: 99 }, '99']
    ]
    for (const [tool, args, text] of rows) {
      const result = await run(tool, args)
      t.ok(result.isError && result.text.includes(text), `${tool} ${JSON.stringify(args)}: ${result.text}`)
    }
    await t.rejects(run('rest'), { code: -32602, message: /unknown tool 'rest' \(did you mean 'reset'\?\)/ })
    for (const uri of ['guide:///../package.json', 'guide:///nothing.md', 'file:///etc/passwd'])
      await t.rejects(client.readResource({ uri }), { code: -32002, message: /unknown resource/ }, uri)
  })

  t.test('the guides are resources', async (t) => {
    const { mock } = await controlFor(t)
    const { client } = await mcpClient(t, httpTransport(mock.url))
    const { resources } = await client.listResources()
    t.match(
      resources.find(({ name }) => name === 'stubs.md'),
      { uri: 'guide:///stubs.md', title: 'Stubs and faults', mimeType: 'text/markdown' }
    )
    const { contents } = await client.readResource({ uri: 'guide:///stubs.md' })
    t.match(contents, [{ text: /^# Stubs and faults/ }])
  })

  t.test('many calls at a time, each in its sandbox; a connection can have its own', async (t) => {
    const { mock, admin } = await controlFor(t)
    const { run } = await mcpClient(t, httpTransport(mock.url))
    const own = await mcpClient(t, httpTransport(mock.sandbox('own').url))
    await own.run('create_stub', { mapping: { name: 'own' } })
    const names = Array.from({ length: 64 }, (_, i) => `w${i}`)
    await Promise.all(names.map((sandbox) => run('create_stub', { sandbox, mapping: { name: sandbox } })))
    const lists = await Promise.all(names.map((sandbox) => run('list_stubs', { sandbox })))
    t.same(
      lists.map(({ text }) => JSON.parse(text).mappings.map(({ name }: { name: string }) => name)),
      names.map((name) => [name])
    )
    t.same((await admin('GET', 'mappings')).json.meta.total, 0, 'the sandbox default has none')
    t.match(JSON.parse((await own.run('list_stubs')).text), { mappings: [{ name: 'own' }], meta: { total: 1 } })
  })

  t.test('it is behind the access guard and the token, and absent with --no-admin', async (t) => {
    const { mock, admin } = await controlFor(t, { adminToken: 'secret' })
    t.equal((await admin('POST', 'mcp', MESSAGE)).status, 401, 'without the token')
    const authorization = 'Bearer secret'
    const { run } = await mcpClient(t, httpTransport(mock.url, { authorization }))
    t.notOk((await run('list_stubs')).isError, 'the tools use the token of the connection')
    await t.rejects(mcpClient(t, httpTransport(mock.url, { authorization: 'Bearer wrong' })), /missing or wrong token/)
    const post = (headers: Record<string, string>) =>
      fetch(`${mock.url}/__admin/mcp`, { method: 'POST', headers: { authorization, ...headers }, body: MESSAGE })
    t.equal((await post({})).status, 200)
    t.equal((await post({ origin: 'http://evil.example' })).status, 403, 'a page of another origin')
    t.equal((await post({ 'sec-fetch-site': 'cross-site' })).status, 403, 'another site')
    const off = await controlFor(t, { noAdmin: true })
    t.equal((await off.admin('POST', 'mcp', MESSAGE)).status, 404)
  })

  t.test('messages that are no JSON-RPC are errors of the protocol', async (t) => {
    const { admin } = await controlFor(t)
    const rows: [body: string, status: number, answer: object | undefined][] = [
      ['{', 400, { error: { code: -32700 } }],
      ['{"jsonrpc":"2.0"}', 400, { id: null, error: { code: -32600 } }],
      ['[]', 400, { error: { code: -32600, message: /batches are not supported/ } }],
      ['{"jsonrpc":"2.0","id":1,"method":"ping","params":null}', 400, { id: 1, error: { code: -32600 } }],
      ['{"jsonrpc":"2.0","id":1,"method":"ping","other":1}', 200, { id: 1, result: {} }],
      ['{"jsonrpc":"2.0","id":1,"method":"nothing"}', 200, { error: { code: -32601, message: 'Method not found' } }],
      ['{"jsonrpc":"2.0","method":"notifications/initialized"}', 202, undefined]
    ]
    for (const [body, status, answer] of rows) {
      const response = await admin('POST', 'mcp', body)
      t.equal(response.status, status, body)
      t.match(response.json, answer ?? undefined, body)
    }
    for (const method of ['GET', 'DELETE']) t.equal((await admin(method, 'mcp')).status, 405, `${method}: no sessions`)
  })

  t.test('nothing remains of a client that disconnects during a call', async (t) => {
    const failures: Error[] = []
    const failure = (error: Error): void => void failures.push(error)
    const { mock } = await startServer(libraryOptions({ port: 0 }, apis), apis, { failure })
    const params = { name: 'wait_for_requests', arguments: { pattern: {}, timeoutMs: 50_000, sandbox: 'waiting' } }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
    const leaving = new AbortController()
    const waiting = fetch(`${mock.url}/__admin/mcp`, { method: 'POST', body, signal: leaving.signal })
    const sandbox = `${mock.url}/__admin/sandboxes/waiting`
    // The call creates the sandbox when it starts to wait.
    while ((await fetch(sandbox)).status !== 200);
    leaving.abort()
    await t.rejects(waiting)
    await within(mock.close(), 'the mock stops')
    t.same(failures, [], 'no failure is reported')
  })
}
