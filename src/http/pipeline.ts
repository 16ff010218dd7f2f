import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { nextTick } from '../common/timers.ts'

/** While so many requests of a connection wait, the next ones are not read: each of them takes some kilobytes of memory. */
const MOST_WAITING = 100

/**
 * Handles the requests of a connection one after another. Otherwise a GET could overtake an earlier POST whose body is still arriving, and
 * a fault would have no socket while an earlier response is pending. Requests after the last response of a connection are not handled.
 */
export class Pipeline {
  readonly #socket: Socket
  #newest: ServerResponse | undefined
  #waiting = 0

  constructor(socket: Socket) {
    this.#socket = socket
  }

  /** The response to the newest request. */
  get newest(): ServerResponse | undefined {
    return this.#newest
  }

  /** @param handle called when the responses before have been sent */
  add(response: ServerResponse, handle: () => void): void {
    const previous = this.#newest
    this.#newest = response
    if (previous === undefined || previous.writableFinished) {
      handle()
      return
    }
    // Later, because Node resumes the socket at the end of each message.
    if (++this.#waiting >= MOST_WAITING) nextTick(() => this.#socket.pause())
    previous.once('close', () => {
      if (--this.#waiting >= MOST_WAITING) this.#socket.pause()
      else if (this.#waiting === MOST_WAITING - 1) this.#socket.resume()
      if (this.#socket.writable) handle()
    })
  }
}
