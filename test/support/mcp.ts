import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { Test } from 'tap'

/** What a tool returned. */
export interface ToolResult {
  readonly isError: boolean
  readonly text: string
}

export interface McpClient {
  readonly client: Client
  run(tool: string, args?: object): Promise<ToolResult>
}

/** Connects the client of the official SDK. It disconnects when the test ends. */
export async function mcpClient(t: Test, transport: Transport): Promise<McpClient> {
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(transport)
  t.teardown(() => client.close())
  return {
    client,
    async run(name, args = {}) {
      const { isError, content } = await client.callTool({ name, arguments: { ...args } })
      const parts = content as { readonly text: string }[]
      return { isError: isError === true, text: parts.map(({ text }) => text).join('\n') }
    }
  }
}

/** The transport to the MCP server of a mock. @param url that of the mock or of one of its sandboxes */
export const httpTransport = (url: string, headers: Readonly<Record<string, string>> = {}): Transport =>
  // Its type allows `undefined` where that of the client does not.
  new StreamableHTTPClientTransport(new URL(`${url}/__admin/mcp`), { requestInit: { headers } }) as Transport

/** What an assistant does to check a client of the mock: reset, make a request fail, look at what happened. */
export async function session(t: Test, { client, run }: McpClient, url: string, headers: object): Promise<void> {
  const json = async (tool: string, args?: object) => {
    const { isError, text } = await run(tool, args)
    t.notOk(isError, `${tool}: ${text}`)
    return JSON.parse(text)
  }
  const send = async (): Promise<number> => (await fetch(`${url}/users`, { headers: { ...headers } })).status
  t.ok(client.getInstructions()?.includes(url), 'the instructions name the address of the mock')
  t.match(await json('reset', {}), { fixtures: 'default' })
  const mapping = { request: { urlPath: '/users' }, response: { status: 503 }, metadata: { mock: { times: 1 } } }
  const stub = await json('create_stub', { mapping })
  t.same([await send(), await send()], [503, 200], 'the stub fails once')
  const found = await json('find_requests', { pattern: { method: 'GET', urlPath: '/users' }, limit: 1 })
  t.match(found, { total: 2, requests: { length: 1 } }, 'the newest one, and how many there are')
  const { requests } = await json('list_requests', {})
  t.match(
    requests.map(({ status }: { status: number }) => status),
    [200, 503],
    'the newest first'
  )
  const explained = await json('explain_request', { id: requests[1].id })
  t.match(explained, { served: true, stub: { id: stub.id } }, 'the stub explains the 503')
  await json('start_chaos', { profile: 'down', seed: 7 })
  t.equal(await send(), 503, 'chaos')
  t.match(await json('get_chaos_report', {}), { faults: [{ method: 'GET', url: '/users', seed: 7, fault: '503' }] })
  await json('stop_chaos', {})
  const { changes } = await json('list_changes', { limit: 2 })
  t.match(changes[0], { operation: 'stubs', cause: { call: 'DELETE /__admin/chaos' } })
  await json('undo_change', { revision: changes[0].revision })
  t.match(await json('get_chaos_report', {}), { active: [{ profile: 'down', seed: 7 }] }, 'an undo brings it back')
  await json('reset', {})
  t.match(await json('get_coverage', { show: 'demonstrated' }), { listed: [{ id: String, count: 1 }] })
  t.same(await run('clear_requests'), { isError: false, text: 'Done.' })
}
