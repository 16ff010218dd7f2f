import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { connect } from './connect.ts'
import type { Control } from './control.ts'
import { readMessage } from './read-message.ts'
import { mcpServer } from './server.ts'

export interface McpExchange {
  readonly status: number
  readonly contentType: string | undefined
  readonly text: string
}

/**
 * Responds to a message of an MCP client over HTTP. Each message stands alone: there are no sessions, so nothing remains of a client that
 * disconnects.
 *
 * @param message a JSON-RPC message
 * @param version the header MCP-Protocol-Version
 * @param signal aborts the call when the client disconnects
 * @returns `undefined` if the client has disconnected
 */
export async function respondToMessage(
  message: string,
  version: string | undefined,
  { control, url, signal }: { readonly control: Control; readonly url: string; readonly signal: AbortSignal }
): Promise<McpExchange | undefined> {
  const read = readMessage(message)
  if ('rejection' in read) return { status: 400, contentType: 'application/json', text: JSON.stringify(read.rejection) }
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  const server = mcpServer(control, url)
  await connect(server, transport)
  const disconnected = new Promise<undefined>((done) => {
    signal.addEventListener('abort', () => done(undefined), { once: true })
  })
  try {
    const response = await Promise.race([
      transport.handleRequest(requestOf(JSON.stringify(read.message), version)),
      disconnected
    ])
    if (response === undefined) return undefined
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? undefined,
      text: await response.text()
    }
  } finally {
    // Aborts calls in progress.
    await server.close()
  }
}

/** The control API reads every body as JSON, and its responses are JSON, so the client need not say so. */
const requestOf = (body: string, version: string | undefined): Request =>
  new Request('http://localhost/__admin/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(version !== undefined && { 'mcp-protocol-version': version })
    },
    body
  })
