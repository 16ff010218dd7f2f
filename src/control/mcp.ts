import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import { errorText } from '../common/error-text.ts'
import type { Control } from '../mcp/control.ts'
import type { ControlOptions } from './options.ts'
import { DROPPED_HEADER } from './wiremock/schemas.ts'

/** In bytes. */
const MESSAGE_LIMIT = 8 * 1024 * 1024

/** The MCP server: its tools call the other calls of the control API. */
export const mcp: FastifyPluginAsync<ControlOptions> = async (app) => {
  // The calls of the tools need the state; the list of tools and the guides do not.
  const options = {
    bodyLimit: MESSAGE_LIMIT,
    config: { state: 'optional' },
    schema: { operationId: 'call_mcp' }
  } as const
  app.post('/mcp', options, async (request, reply) => {
    // Loaded for the first message, so that a server without MCP clients starts as fast as before.
    const { respondToMessage } = await import('../mcp/http.ts')
    const disconnected = new AbortController()
    const { raw } = reply
    raw.once('close', () => {
      if (!raw.writableFinished) disconnected.abort()
    })
    const response = await respondToMessage(String(request.body), versionIn(request), {
      control: callsWithin(app, request),
      url: urlOf(request),
      signal: disconnected.signal
    })
    if (response === undefined) return reply.hijack()
    const { status, contentType, text } = response
    reply.code(status)
    if (contentType !== undefined) reply.type(contentType)
    return reply.send(text)
  })
}

const versionIn = ({ headers }: FastifyRequest): string | undefined => {
  const version = headers['mcp-protocol-version']
  return Array.isArray(version) ? version[0] : version
}

const urlOf = ({ protocol, host, address }: FastifyRequest): string =>
  `${protocol}://${host}${address.sandbox === undefined ? '' : `/sandboxes/${encodeURIComponent(address.sandbox)}`}`

/** Calls the control API in the name of a request: with its credential, and in its sandbox. */
function callsWithin(app: FastifyInstance, { headers, sandbox: own }: FastifyRequest): Control {
  const { host, authorization } = headers
  return async ({ method, path, body }, sandbox = own.name, signal) => {
    const { readResult } = await import('../mcp/control.ts')
    const response = await app.inject({
      method,
      url: `/__admin/${path}`,
      headers: {
        ...(host !== undefined && { host }),
        ...(authorization !== undefined && { authorization }),
        'mock-sandbox': sandbox
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
      payloadAsStream: true,
      signal
    })
    const text = await readResult(response.stream())
    if (response.statusCode < 400) return { text, dropped: Number(response.headers[DROPPED_HEADER.toLowerCase()] ?? 0) }
    throw new Error(errorText(JSON.parse(text)) ?? `the call failed with status ${response.statusCode}`)
  }
}
