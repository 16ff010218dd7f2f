import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { Control } from './control.ts'
import { mcpServer } from './server.ts'

/** Serves one client over standard input and output. Resolves when the client has closed its end. */
export async function serveStdio(control: Control, url: string): Promise<void> {
  const server = mcpServer(control, url)
  const closed = new Promise<void>((done) => {
    process.stdin.once('end', done).once('close', done)
  })
  await server.connect(new StdioServerTransport())
  await closed
  await server.close()
}
