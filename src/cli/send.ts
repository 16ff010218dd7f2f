import { type IncomingHttpHeaders, request as sendPlainly } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Answer {
  readonly status: number
  readonly text: string
}

/**
 * Sends a request, over HTTP or HTTPS. Without fetch, whose loading takes longer than all else that a health check does.
 *
 * @throws the error of the system, or an AbortError where the signal comes first
 */
export async function send(
  url: URL,
  options: { readonly method: string; readonly headers: IncomingHttpHeaders; readonly signal: AbortSignal },
  body?: string | Buffer
): Promise<Answer> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : { request: sendPlainly }
  return new Promise((done, fail) => {
    const sent = request(url, options, (response) => {
      text(response).then((text) => done({ status: response.statusCode as number, text }), fail)
    })
    sent.once('error', fail).end(body)
  })
}
