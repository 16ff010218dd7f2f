import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  CancelledNotificationSchema,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId
} from '@modelcontextprotocol/sdk/types.js'
import { connect } from './connect.ts'
import type { Control } from './control.ts'
import { type Rejection, readMessage } from './read-message.ts'
import { mcpServer } from './server.ts'

/** Serves one client over standard input and output. Resolves when the client has closed its end, and its requests have a response. */
export async function serveStdio(control: Control, url: string): Promise<void> {
  const server = mcpServer(control, url)
  const transport = new StdioTransport()
  await connect(server, transport)
  await transport.inputEnded
  await transport.whenAnswered()
  await server.close()
}

/** One message per line. That of the SDK does not respond to invalid lines, and does not know which requests have no response yet. */
class StdioTransport implements Transport {
  onmessage?: Transport['onmessage']
  onclose?: () => void
  readonly #lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  readonly inputEnded = once(this.#lines, 'close')
  readonly #open = new Set<RequestId>()
  #answered: (() => void) | undefined

  async start(): Promise<void> {
    this.#lines.on('line', (line) => this.#receive(line))
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const sent = write(message)
    if ('id' in message && !('method' in message)) this.#close(message.id)
    return sent
  }

  async close(): Promise<void> {
    this.#lines.close()
    this.onclose?.()
  }

  whenAnswered(): Promise<void> {
    return new Promise((done) => {
      this.#answered = done
      this.#close(undefined)
    })
  }

  #receive(line: string): void {
    if (line.trim() === '') return
    const read = readMessage(line)
    if ('rejection' in read) {
      void write(read.rejection)
      return
    }
    const { message } = read
    if (isJSONRPCRequest(message)) this.#open.add(message.id)
    const cancelled = CancelledNotificationSchema.safeParse(message)
    if (cancelled.success) this.#close(cancelled.data.params.requestId)
    this.onmessage?.(message)
  }

  #close(id: RequestId | undefined): void {
    if (id !== undefined) this.#open.delete(id)
    if (this.#open.size === 0) this.#answered?.()
  }
}

/** Resolves when the client has room for more. */
async function write(message: JSONRPCMessage | Rejection): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(message)}\n`)) await once(process.stdout, 'drain')
}
