import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { nextTick } from '../common/timers.ts'

/** While this many requests of a connection wait, no more are read: each of them takes some kilobytes of memory. */
const MAX_WAITING = 100

/** Node's own responses to invalid requests, by error code. */
const REJECTIONS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout'
}
/** Data after a request that asked to close the connection, which is ignored (RFC 9112, section 9.6). */
const AFTER_CLOSE = 'HPE_CLOSED_CONNECTION'

/**
 * Handles the requests of a connection one after another. Otherwise a GET could overtake an earlier POST whose body is still arriving, and
 * a fault would have no socket while an earlier response is pending. Requests after the last response of a connection are not handled.
 */
export class Pipeline {
  readonly #socket: Socket
  #newest: ServerResponse | undefined
  #previous: ServerResponse | undefined
  #isRejected = false
  #waiting = 0

  constructor(socket: Socket) {
    this.#socket = socket
  }

  /** The response to the newest request. */
  get newest(): ServerResponse | undefined {
    return this.#newest
  }

  /** @param handle called once all earlier responses have been sent */
  add(response: ServerResponse, handle: () => void): void {
    const previous = this.#newest
    this.#newest = response
    this.#previous = previous
    if (previous === undefined || previous.writableFinished) {
      handle()
      return
    }
    // Deferred, because Node resumes the socket at the end of each message.
    if (++this.#waiting >= MAX_WAITING) nextTick(() => this.#socket.pause())
    previous.once('close', () => {
      if (--this.#waiting >= MAX_WAITING) this.#socket.pause()
      else if (this.#waiting === MAX_WAITING - 1) this.#socket.resume()
      if (this.#socket.writable) handle()
    })
  }

  /** Responds to an invalid request after all earlier responses have been sent, and closes the connection. */
  reject({ code = '' }: NodeJS.ErrnoException): void {
    if (this.#isRejected || code === AFTER_CLOSE) return
    this.#isRejected = true
    // If the newest request has not arrived completely, it is the invalid one.
    const isInvalid = this.#newest?.req.complete === false
    const before = isInvalid ? this.#previous : this.#newest
    if (before === undefined || before.writableFinished) this.#end(code)
    else before.once('close', () => this.#end(code))
  }

  #end(code: string): void {
    const hasBegun = this.#newest?.headersSent === true && !this.#newest.writableFinished
    if (this.#socket.writable && !hasBegun) {
      this.#socket.write(`HTTP/1.1 ${REJECTIONS[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`)
    }
    this.#socket.destroySoon()
  }
}
