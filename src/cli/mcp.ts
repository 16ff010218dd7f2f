import { Type } from '@sinclair/typebox'
import { apis } from '../apis/index.ts'
import { DROPPED_HEADER } from '../control/wiremock/schemas.ts'
import type { Control } from '../mcp/control.ts'
import { StateOptions } from '../options/command-options.ts'
import { grouped } from '../options/grouped.ts'
import type { ServeOptions } from '../options/options.ts'
import { command, type Terminal } from './command.ts'
import { flagOf, UsageError } from './options.ts'
import { requireUrl, respond } from './remote/control-call.ts'
import { eventsFor, serveOptions } from './serve.ts'

const { json: _, ...ofServer } = serveOptions.properties
const { url, sandbox } = StateOptions.properties

export const mcp = command({
  usage: '',
  count: [0, 0],
  description: 'let an AI assistant control a mock, as an MCP server on standard input and output',
  options: Type.Object({
    ...grouped('MCP', {
      url: Type.Optional({ ...url, description: 'the running server; without it, the command starts one' }),
      sandbox
    }),
    ...ofServer
  }),
  examples: ['mcp --url http://localhost:3000', 'mcp --port 0 --ephemeral --fixtures paging'],
  isService: true,
  async run({ url, sandbox, ...options }, _args, terminal, flags) {
    const { adminToken, noAdmin } = options
    if (url !== undefined) requireTarget(url, [...flags.keys()])
    if (sandbox !== undefined) await requireSandboxName(sandbox)
    if (url === undefined && noAdmin) throw new UsageError('--no-admin: the tools need the control API')
    const started = url === undefined ? await start(options, terminal) : undefined
    const at = started?.url ?? url ?? ''
    const { serveStdio } = await import('../mcp/stdio.ts')
    const target = { url: at, ...(adminToken !== undefined && { adminToken }) }
    const done = serveStdio(callsTo(target, sandbox), at).then(() => 0)
    const code = await Promise.race([done, terminal.interrupted])
    await started?.close()
    return code
  }
})

/** @param names of the options on the command line @throws UsageError */
function requireTarget(url: string, names: readonly string[]): void {
  const unused = names.find((name) => Object.hasOwn(ofServer, name) && name !== 'adminToken')
  if (unused !== undefined)
    throw new UsageError(`${flagOf(unused)} cannot be used with --url: start that server with it, or omit --url`)
  try {
    requireUrl(url)
  } catch (error) {
    throw new UsageError(`--url: ${(error as Error).message}`)
  }
}

/** @throws UsageError */
async function requireSandboxName(name: string): Promise<void> {
  const { isSandboxName } = await import('../sandbox/registry.ts')
  const { InvalidSandboxName } = await import('../sandbox/errors.ts')
  if (!isSandboxName(name)) throw new UsageError(`--sandbox: ${new InvalidSandboxName(name).message}`)
}

/** Starts a mock. Standard output belongs to the protocol, so it logs to standard error. */
async function start(options: Omit<ServeOptions, 'json'>, terminal: Terminal) {
  const { startServer } = await import('../mock/start-mock.ts')
  const { mock } = await startServer(
    options,
    apis,
    eventsFor({ ...options, json: false }, { ...terminal, out: terminal.err })
  )
  terminal.err(`atrium-atms-mock is ready: ${mock.url}\n`)
  return mock
}

/** Calls the control API of a running server. */
function callsTo(target: Pick<StateOptions, 'url' | 'adminToken'>, own: string | undefined): Control {
  return async ({ method, path, body }, sandbox = own) => {
    const { readResult, ResultTooLong } = await import('../mcp/control.ts')
    let tooLong: Error | undefined
    const { text, headers } = await respond(
      { ...target, ...(sandbox !== undefined && { sandbox }) },
      {
        method,
        path,
        body: body === undefined ? undefined : JSON.stringify(body),
        isExpected: (text) => text === '' || text.startsWith('{'),
        read: (response) =>
          readResult(response).catch((error) => {
            if (!(error instanceof ResultTooLong)) throw error
            tooLong = error
            return ''
          })
      }
    )
    if (tooLong !== undefined) throw tooLong
    return { text, dropped: Number(headers[DROPPED_HEADER.toLowerCase()] ?? 0) }
  }
}
