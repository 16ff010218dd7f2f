import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  CallToolRequestSchema,
  ErrorCode,
  isJSONRPCRequest,
  type JSONRPCRequest,
  ReadResourceRequestSchema
} from '@modelcontextprotocol/sdk/types.js'

/** Connects a server. It rejects invalid params itself, because the SDK responds with an internal error and a report of its validator. */
export async function connect(server: Server, transport: Transport): Promise<void> {
  await server.connect(transport)
  const handle = transport.onmessage
  transport.onmessage = (message, extra) => {
    const expected = isJSONRPCRequest(message) ? expectedParams(message) : undefined
    if (expected === undefined || !('id' in message) || message.id === undefined) return handle?.(message, extra)
    const error = { code: ErrorCode.InvalidParams, message: `params: expected ${expected}` }
    transport.send({ jsonrpc: '2.0', id: message.id, error }).catch((error) => transport.onerror?.(error))
  }
}

/** @returns `undefined` if the params are valid */
function expectedParams(request: JSONRPCRequest): string | undefined {
  if (request.method === 'tools/call' && !CallToolRequestSchema.safeParse(request).success)
    return 'an object such as {"name":"list_records","arguments":{}}, whose arguments are an object, or omitted'
  if (request.method === 'resources/read' && !ReadResourceRequestSchema.safeParse(request).success)
    return 'an object such as {"uri":"guide:///README.md"}'
  return undefined
}
