import { type ClientRequest, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { nextTurn } from '../../common/timers.ts'

export interface TextResponse {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
}

export interface SendOptions {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** How long the connection may be silent in both directions, in milliseconds. */
  readonly longestSilence: number
  /** Aborts the request even if data keeps arriving. */
  readonly signal?: AbortSignal | undefined
}

/** Nothing was sent or received for too long. */
export class ConnectionSilent extends Error {
  readonly seconds: number

  constructor(milliseconds: number) {
    super()
    this.seconds = milliseconds / 1000
  }
}

/**
 * Sends a request over HTTP or HTTPS. Does not use `fetch`, because loading it takes longer than the rest of a health check.
 *
 * @param read reads the body of the response, as text by default
 * @throws ConnectionSilent, the system error, or an AbortError
 */
export async function send(
  url: URL,
  { longestSilence, ...options }: SendOptions,
  body?: string | Readable,
  read: (response: IncomingMessage) => Promise<string> = text
): Promise<TextResponse> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : { request: httpRequest }
  return new Promise((done, fail) => {
    const sent = request(url, options, (response) => {
      const { statusCode: status = 0, headers } = response
      read(response)
        .then((text) => done({ status, text, headers }), fail)
        .finally(() => {
          // A server that rejects an upload need not read the rest of it.
          if (!sent.writableFinished) sent.destroy()
        })
    })
    sent.once('error', fail)
    onSilence(sent, longestSilence, () => {
      fail(new ConnectionSilent(longestSilence))
      sent.destroy()
    })
    if (body instanceof Readable) pipeline(body, sent).catch(fail)
    else sent.end(body)
  })
}

/** Calls back if nothing is sent or received for this many milliseconds, including while it connects. */
function onSilence(sent: ClientRequest, milliseconds: number, onSilent: () => void): void {
  sent.once('socket', (socket: Socket) => {
    const check = async (): Promise<void> => {
      const { bytesRead } = socket
      // Writing to a slow pipe blocks the process. Data that arrived in the meantime must be read before deciding.
      await nextTurn()
      if (socket.bytesRead === bytesRead) onSilent()
    }
    socket.setTimeout(milliseconds).on('timeout', check)
    sent.once('close', () => socket.off('timeout', check))
  })
}
