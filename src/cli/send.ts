import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'

export interface TextResponse {
  readonly status: number
  readonly text: string
}

/**
 * Sends a request over HTTP or HTTPS. Without fetch: loading it takes longer than the rest of a health check.
 *
 * @throws the system error, or an AbortError
 */
export async function send(
  url: URL,
  options: { readonly method: string; readonly headers: IncomingHttpHeaders; readonly signal: AbortSignal },
  body?: string | Buffer
): Promise<TextResponse> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : { request: httpRequest }
  return new Promise((done, fail) => {
    const sent = request(url, options, (response) => {
      text(response).then((text) => done({ status: response.statusCode as number, text }), fail)
    })
    sent.once('error', fail).end(body)
  })
}
