import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Test } from 'tap'

export interface RawResponse {
  readonly status: number
  /** The last value of each header, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** A connection that sends bytes unchanged; a client library would correct or reject them. */
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
    // A server that closes early resets the connection, which counts as the end too.
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

  /** Sends a request, given as lines, and reads the response. */
  async send(lines: readonly string[], body: string | Buffer = ''): Promise<RawResponse> {
    this.write(`${lines.join('\r\n')}\r\n\r\n`)
    this.write(body)
    return this.receive(lines[0]?.split(' ')[0])
  }

  /** Sends bytes. Each character of a string is one byte. */
  write(bytes: string | Buffer): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  }

  /** Reads one response. Any further bytes stay in the buffer. */
  async receive(method = 'GET'): Promise<RawResponse> {
    const head = (await this.#until('\r\n\r\n')).split('\r\n')
    const status = Number(head[0]?.split(' ')[1])
    const headers = Object.fromEntries(
      head
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
    )
    if (status === 100) return this.receive(method)
    const isEmpty = method === 'HEAD' || status === 204 || status === 304
    const length = isEmpty ? 0 : Number(headers['content-length'] ?? 0)
    return { status, headers, text: (await this.#take(length)).toString('utf8') }
  }

  /** Waits until the server closes the connection. @returns whether all received bytes were read */
  async closed(): Promise<boolean> {
    while (!this.#ended) await this.#next()
    return this.#received.length === 0
  }

  async #until(mark: string): Promise<string> {
    while (!this.#received.includes(mark)) {
      if (this.#ended) throw new Error(`the connection was closed after: ${JSON.stringify(this.#received.toString())}`)
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
