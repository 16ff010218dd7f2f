import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

export interface TextResponse {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
}

/**
 * Sends a request over HTTP or HTTPS. `read` reads the body of the response, as text by default. Without fetch: loading it takes longer than the rest of a health check.
 *
 * @throws the system error, or an AbortError
 */
export async function send(
  url: URL,
  options: { readonly method: string; readonly headers: IncomingHttpHeaders; readonly signal: AbortSignal },
  body?: string | Readable,
  read: (response: IncomingMessage) => Promise<string> = text
): Promise<TextResponse> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : { request: httpRequest }
  return new Promise((done, fail) => {
    const sent = request(url, options, (response) => {
      read(response).then(
        (text) => done({ status: response.statusCode as number, text, headers: response.headers }),
        fail
      )
    })
    sent.once('error', fail)
    if (body instanceof Readable) pipeline(body, sent).catch(fail)
    else sent.end(body)
  })
}
