import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { EventBuffer } from './event-buffer.ts'

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Proxies such as nginx would hold the events back.
  'x-accel-buffering': 'no',
  // An orderly stop closes idle connections, and this one is not idle until the stream has ended.
  connection: 'close'
}
/** How soon a browser reconnects, in milliseconds. */
const RETRY = 1000
const RESTARTED = 'the last event is unknown: the server or the sandbox was started again, or it is too long ago'
const TOO_SLOW = 'too many events happened before they were read'

/** A client that reads the events of a sandbox. While its connection is full, nothing is written, so it delays nobody. */
export class EventReader {
  readonly #response: ServerResponse
  readonly #buffer: EventBuffer
  #isFull = false
  /** The sequence number of the last event that was written. */
  #last: number

  /** @param headers more headers for the response. @param lastId the id of the last event that it knows */
  constructor(response: ServerResponse, headers: OutgoingHttpHeaders, buffer: EventBuffer, lastId: string | undefined) {
    this.#response = response
    this.#buffer = buffer
    response.writeHead(200, { ...headers, ...HEADERS })
    response.on('drain', () => {
      this.#isFull = false
      this.update()
    })
    const known = lastId === undefined ? buffer.newest : buffer.sequenceOf(lastId)
    this.#last = known ?? buffer.newest
    // An id without data makes no event, but browsers send it when they reconnect.
    this.#write(`retry: ${RETRY}\nid: ${buffer.idOf(this.#last)}\n\n`)
    if (known === undefined || !buffer.hasAllAfter(known)) this.#resync(RESTARTED)
  }

  /** Writes the events that it does not have yet, as far as the connection accepts them. */
  update(): void {
    if (!this.#isFull && !this.#buffer.hasAllAfter(this.#last)) this.#resync(TOO_SLOW)
    while (!this.#isFull) {
      const part = this.#buffer.after(this.#last)
      if (part === undefined) break
      this.#last = part.last
      this.#write(part.bytes)
    }
  }

  /** Shows that the connection is alive. */
  beat(): void {
    if (!this.#isFull) this.#write(': \n\n')
  }

  /** Ends the stream. @param last the last lines */
  end(last: string): void {
    if (this.#isOpen) this.#response.end(last)
  }

  get #isOpen(): boolean {
    return !this.#response.destroyed && !this.#response.writableEnded
  }

  #resync(reason: string): void {
    this.#last = this.#buffer.newest
    this.#write(`id: ${this.#buffer.idOf(this.#last)}\nevent: resync\ndata: ${JSON.stringify({ reason })}\n\n`)
  }

  #write(part: string | Buffer): void {
    // A connection that is closed accepts nothing more.
    this.#isFull = !this.#isOpen || !this.#response.write(part)
  }
}
