import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Terminal } from '../../src/cli/command.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { type Run, run } from '../support/terminal.ts'

/** The credentials of the built-in fixtures. */
export const CREDENTIALS = {
  ATRIUM_MX_API_KEY: 'test-api-key',
  ATRIUM_MX_CLIENT_ID: 'test-client-id',
  ATMS_TOKEN: 'test-token'
}

/** Runs the command in this process. Its journal is in a temporary folder. */
export async function certify(
  t: Test,
  url: string,
  words: readonly string[],
  { environment = {}, ...given }: Partial<Terminal> = {}
): Promise<Run> {
  const journal = join(await temporaryFolder(t), 'journal.jsonl')
  return run(['certify', '--url', url, '--journal', journal, ...words], {
    environment: { ...CREDENTIALS, ...environment },
    ...given
  })
}

type Handler = (request: IncomingMessage, reply: ServerResponse) => unknown

/** Starts a server for a test. An error of the handler is a 500. @returns its address */
export async function serverFor(t: Test, handler: Handler): Promise<string> {
  const server = createServer(async (request, reply) => {
    try {
      await handler(request, reply)
    } catch (error) {
      reply.writeHead(500, { 'Content-Type': 'text/html' }).end(`<h1>${error}</h1>`)
    }
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
