import type { Agent as HttpAgent, request as httpRequest, IncomingMessage, RequestOptions } from 'node:http'
import { clearTimeout, setTimeout } from '../../common/timers.ts'
import type { ReceivedResponse } from '../../rules/exchange.ts'
import { ServiceError } from './service-error.ts'

/** The longest body of a response, in bytes. */
const LONGEST_BODY = 16 * 2 ** 20

export interface Transport {
  readonly request: typeof httpRequest
  readonly options: RequestOptions
  readonly agent: HttpAgent
}

/**
 * Sends one request and reads the whole response. It does not follow redirects.
 *
 * @param timeout for all of it, in milliseconds
 * @throws ServiceError, or the system error
 */
export function exchangeText(
  { request, options, agent }: Transport,
  body: string,
  timeout: number,
  signal: AbortSignal | undefined
): Promise<ReceivedResponse> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, agent, ...(signal && { signal }) }, (response) => {
      read(response).then(resolve, (error) => {
        sent.destroy()
        reject(error)
      })
    })
    const timer = setTimeout(() => {
      sent.destroy(new ServiceError(`no complete response within ${timeout / 1000} s. Use --timeout to wait longer`))
    }, timeout)
    sent.once('close', () => clearTimeout(timer))
    sent.once('error', reject)
    sent.end(body)
  })
}

async function read(response: IncomingMessage): Promise<ReceivedResponse> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response) {
    parts.push(part)
    length += part.length
    if (length > LONGEST_BODY) throw new ServiceError('its response is longer than 16 MB')
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(parts).toString()
  }
}
