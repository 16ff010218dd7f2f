import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Test } from 'tap'

export interface RawAnswer {
  readonly status: number
  /** The last value of each header, by its name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** A connection that sends bytes as they stand, where a client library would put them right or refuse them. */
export class RawConnection {
  readonly socket: Socket
  #received = Buffer.alloc(0)
  #ended = false
  #more: () => void = () => {}

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#more()
    })
    // A server that closes early resets what is still being sent: seen as the end too.
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#ended = true
      this.#more()
    })
  }

  static async open(t: Test, url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    t.teardown(() => socket.destroy())
    await once(socket, 'connect')
    return new RawConnection(socket)
  }

  /** Sends a request, its lines given one by one, and reads the answer. */
  async ask(lines: readonly string[], body: string | Buffer = ''): Promise<RawAnswer> {
    this.write(`${lines.join('\r\n')}\r\n\r\n`)
    this.write(body)
    return this.answer(lines[0]?.split(' ')[0])
  }

  /** Text is sent as one byte a character. */
  write(bytes: string | Buffer): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  }

  /** Reads one answer, and leaves what comes after it. */
  async answer(method = 'GET'): Promise<RawAnswer> {
    const head = (await this.#until('\r\n\r\n')).split('\r\n')
    const status = Number(head[0]?.split(' ')[1])
    const headers = Object.fromEntries(
      head
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
    )
    if (status === 100) return this.answer(method)
    const isEmpty = method === 'HEAD' || status === 204 || status === 304
    const length = isEmpty ? 0 : Number(headers['content-length'] ?? 0)
    return { status, headers, text: (await this.#take(length)).toString('utf8') }
  }

  /** Whether the server ended the connection, after all that it sent was read. */
  async closed(): Promise<boolean> {
    while (!this.#ended) await this.#next()
    return this.#received.length === 0
  }

  async #until(mark: string): Promise<string> {
    while (!this.#received.includes(mark)) {
      if (this.#ended) throw new Error(`the connection ended after: ${JSON.stringify(this.#received.toString())}`)
      await this.#next()
    }
    const head = await this.#take(this.#received.indexOf(mark) + mark.length)
    return head.toString('latin1').slice(0, -mark.length)
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#received.length < length && !this.#ended) await this.#next()
    const taken = this.#received.subarray(0, length)
    this.#received = this.#received.subarray(length)
    return taken
  }

  #next(): Promise<void> {
    return new Promise((done) => {
      this.#more = done
    })
  }
}
