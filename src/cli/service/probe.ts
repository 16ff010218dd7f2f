import type { Api } from '../../api/define-api.ts'
import { Exchange, type ReceivedResponse, type SentRequest } from '../../rules/exchange.ts'
import type { Service } from './connect.ts'
import { credentialVariable } from './headers.ts'
import { ServiceError } from './service-error.ts'

/**
 * Reads the list of users once, to see whether a service can be used at all.
 *
 * @throws ServiceError
 */
export async function probe(service: Service, api: Api, signal?: AbortSignal): Promise<Exchange> {
  const request: SentRequest = {
    method: 'GET',
    path: api.home,
    query: '',
    headers: Object.entries(service.credentials),
    body: ''
  }
  const exchange = new Exchange(request, await service.send(request, signal))
  const problem = problemOf(exchange, api)
  if (problem === undefined) return exchange
  throw new ServiceError(service.hide(`${service.name} cannot be used: GET ${api.home} ${problem}`))
}

function problemOf({ response, received }: Exchange, api: Api): string | undefined {
  const { status, headers } = response
  const names = Object.keys(api.credential.headers)
  if (status >= 300 && status < 400)
    return `redirects to ${headers['location'] ?? 'another place'}. If that is the service, use it as --url`
  if (status === 401 || status === 403)
    return `responds with status ${status}. Check the credentials (${names.map((name) => `${name} or ${credentialVariable(api, name)}`).join(', ')})`
  if (status === 407)
    return 'responds with status 407: the proxy needs a user name and a password. Add them to its address: http://NAME:PASSWORD@proxy:8080'
  if (isHtml(response)) return `responds with an HTML page (status ${status}): this is not the API. Check --url`
  if (status === 404) return `responds with status 404. Check --url: the path ${api.home} is added to it`
  if (status >= 400) return `responds with status ${status}. Check --url, and try again later`
  return received === undefined ? 'responds with something other than JSON. Check --url' : undefined
}

const isHtml = ({ headers, body = '' }: ReceivedResponse): boolean =>
  /html/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)/i.test(body)
