import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import {
  CancelledNotificationSchema,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId
} from '@modelcontextprotocol/sdk/types.js'
import { connect } from './connect.ts'
import type { Control } from './control.ts'
import { mcpServer } from './server.ts'

/** Serves one client over standard input and output. Resolves when the client has closed its end, and its requests have a response. */
export async function serveStdio(control: Control, url: string): Promise<void> {
  const server = mcpServer(control, url)
  const closed = new Promise<void>((done) => {
    process.stdin.once('end', done).once('close', done)
  })
  const transport = new CountingTransport()
  await connect(server, transport)
  const handle = transport.onmessage
  transport.onmessage = (message) => {
    transport.count(message)
    handle?.(message)
  }
  await closed
  await transport.whenAnswered()
  await server.close()
}

/** Knows which requests have no response yet. */
class CountingTransport extends StdioServerTransport {
  readonly #open = new Set<RequestId>()
  #answered: (() => void) | undefined

  count(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) this.#open.add(message.id)
    const cancelled = CancelledNotificationSchema.safeParse(message)
    if (cancelled.success) this.#close(cancelled.data.params.requestId)
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    const sent = super.send(message)
    if ('id' in message && !('method' in message)) this.#close(message.id)
    return sent
  }

  whenAnswered(): Promise<void> {
    return new Promise((done) => {
      this.#answered = done
      this.#close(undefined)
    })
  }

  #close(id: RequestId | undefined): void {
    if (id !== undefined) this.#open.delete(id)
    if (this.#open.size === 0) this.#answered?.()
  }
}
