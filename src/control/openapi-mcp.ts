import { Type } from '@sinclair/typebox'
import type { Operation } from '../api/operation.ts'
import { body, shows, withBody } from './openapi-responses.ts'
import { closed, ErrorBody } from './schemas.ts'

const version = Type.Literal('2.0')
const Id = Type.Union([Type.String(), Type.Integer()], { description: 'The number of a request.' })
const Failure = Type.Object(
  {
    code: Type.Integer({ description: 'What kind of error it is.' }),
    message: Type.String({ description: 'What is wrong.' }),
    data: Type.Optional(Type.Unknown({ description: 'Details.' }))
  },
  closed
)

const Message = Type.Object(
  {
    jsonrpc: version,
    method: Type.String({ description: 'The method, such as `tools/call`.' }),
    id: Type.Optional(Id),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'The parameters of the method.' }))
  },
  { description: 'A JSON-RPC message of the Model Context Protocol.' }
)

const Answer = Type.Object(
  {
    jsonrpc: version,
    id: Type.Optional(Type.Union([Id, Type.Null()])),
    result: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'The result of the method.' })),
    error: Type.Optional(Failure)
  },
  { ...closed, description: 'The response to a request: a result, or an error.' }
)

/** The MCP server. */
export const mcpOperations: Readonly<Record<string, Operation>> = {
  call_mcp: {
    tags: ['mcp'],
    summary: 'Send a message to the MCP server',
    description:
      'The Model Context Protocol over streamable HTTP, without sessions: each message is a POST with a JSON response. Clients of the protocol use this address.',
    requestBody: body('The message.', true, Message, { jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    responses: {
      ...withBody,
      200: shows('The response to a request.', Type.Union([Answer, Type.Array(Answer)]), {
        jsonrpc: '2.0',
        id: 1,
        result: { tools: [] }
      }),
      202: { description: 'A notification was accepted.' },
      400: shows('The message is no JSON-RPC, or its version is not supported.', Type.Union([Answer, ErrorBody]), {
        jsonrpc: '2.0',
        error: { code: -32700, message: 'Parse error: Invalid JSON' },
        id: null
      })
    }
  }
}
