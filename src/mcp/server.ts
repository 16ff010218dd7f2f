import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema
} from '@modelcontextprotocol/sdk/types.js'
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js'
import type { TObject } from '@sinclair/typebox'
import { errorsIn, schemaProblems } from '../common/schema-problems.ts'
import { suggestion } from '../common/suggestion.ts'
import { readVersion } from '../common/version.ts'
import type { Control } from './control.ts'
import { guideAt, guides } from './guides.ts'
import type { Tool } from './tool.ts'
import { TOOLS } from './tools.ts'

const RESOURCE_NOT_FOUND = -32002
/** It would check what a client enters for the server. The default, made for each connection, takes longer than a call. */
const NO_VALIDATOR: jsonSchemaValidator = {
  getValidator() {
    throw new Error('this server asks clients for nothing')
  }
}
/** In characters: more fills the context of a model. */
const LONGEST_TEXT = 256 * 1024

/**
 * An MCP server for one connection. Its tools call the control API of a mock.
 *
 * @param url where clients reach the mock
 */
export function mcpServer(control: Control, url: string): Server {
  const server = new Server(
    { name: 'atrium-atms-mock', title: 'atrium-atms-mock', version: readVersion() },
    {
      capabilities: { tools: {}, resources: {} },
      jsonSchemaValidator: NO_VALIDATOR,
      instructions: `Controls a mock server of user-management APIs at ${url}. list_apis shows how to send requests to it. reset returns everything to the fixtures. The guides are resources; start with guide:///README.md.`
    }
  )
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...TOOLS.values()].map(shown) }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
    const tool = TOOLS.get(params.name)
    if (tool === undefined) throw unknownTool(params.name)
    return run(tool, params.arguments ?? {}, control, signal)
  })
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources: await guides() }))
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const text = await guideAt(uri)
    if (text === undefined)
      throw new ProtocolError(RESOURCE_NOT_FOUND, `unknown resource '${uri}': use a URI of resources/list`)
    return { contents: [{ uri, mimeType: 'text/markdown', text }] }
  })
  return server
}

/** An error of the protocol. The SDK's own class repeats the code in the message. */
class ProtocolError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

function unknownTool(name: string): ProtocolError {
  const names = [...TOOLS.keys()]
  const hint = suggestion(name, names) || ` (available: ${names.join(', ')})`
  return new ProtocolError(ErrorCode.InvalidParams, `unknown tool '${name}'${hint}`)
}

const shown = ({ name, title, description, kind, input }: Tool) => ({
  name,
  title,
  description,
  inputSchema: { ...(JSON.parse(JSON.stringify(input)) as TObject), type: 'object' as const },
  annotations: {
    title,
    readOnlyHint: kind === 'reads',
    destructiveHint: kind === 'changes',
    idempotentHint: kind !== 'adds',
    openWorldHint: false
  }
})

/** Runs a tool. Everything that goes wrong is a result that says why, so that a model can correct its call. */
async function run(tool: Tool, given: object, control: Control, signal: AbortSignal): Promise<CallToolResult> {
  const problems = schemaProblems(errorsIn(tool.input, given), '')
  if (problems.length > 0) {
    const lines = problems.map(({ pointer, expected }) => `${pointer === '' ? '' : `${pointer.slice(1)}: `}${expected}`)
    return failed(`invalid arguments of ${tool.name}: ${lines.join('; ')}`)
  }
  const { sandbox, ...others } = given as { readonly sandbox?: string }
  try {
    const { text, dropped } = await control(tool.call(others), sandbox, signal)
    const result = tool.show === undefined ? text : JSON.stringify(tool.show(JSON.parse(text), others))
    if (result.length > LONGEST_TEXT) return failed(tooLong(tool, result.length))
    const notes = dropped === 0 ? [] : [`${dropped} requests were evicted from the journal: some may be missing here.`]
    return { content: [isEmpty(result) ? 'Done.' : result, ...notes].map((text) => ({ type: 'text', text })) }
  } catch (error) {
    return failed((error as Error).message.replace('GET /__admin/history lists', 'list_changes shows'))
  }
}

const isEmpty = (text: string): boolean => text === '' || text === '{}'

const tooLong = ({ name, input }: Tool, length: number): string =>
  `the result of ${name} has ${length} characters, more than ${LONGEST_TEXT}: ${
    'limit' in input.properties ? 'use a smaller limit' : 'use a tool that reads a part of it, such as list_records'
  }`

const failed = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] })
