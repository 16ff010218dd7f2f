import type { Entropy } from '../../common/clock-and-ids.ts'
import { textOf } from '../../http/body-text.ts'
import { pathOf } from '../../http/known-paths.ts'
import type { JournalEntry } from './journal-entry.ts'
import { cookiesOf, queryOf } from './request-view.ts'

/** Credentials are not shown: the journal is kept as an artefact of pipelines. */
const SECRET = new Set(['mx-api-key', 'token'])
const REDACTED = '*****'

type Values = Readonly<Record<string, string | string[]>>
type Parameters = Readonly<Record<string, { readonly key: string; readonly values: readonly string[] }>>

/** A request in WireMock's shape. */
export interface LoggedRequest {
  readonly url: string
  readonly absoluteUrl: string
  readonly method: string
  readonly clientIp: string | undefined
  readonly headers: Values
  readonly cookies: Values
  readonly browserProxyRequest: boolean
  /** In milliseconds since 1970. */
  readonly loggedDate: number
  readonly loggedDateString: string
  readonly body: string
  readonly bodyAsBase64: string
  readonly protocol: string
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly queryParams: Parameters
  readonly formParams: Parameters
}

/** A request of the journal, as WireMock shows it. */
export function loggedRequest(entry: JournalEntry, entropy: Entropy): LoggedRequest {
  const { url, method, clientIp, body, httpVersion, rawHeaders, scheme } = entry
  const headers = headersOf(rawHeaders)
  const [host = 'localhost'] = headerValues(rawHeaders, 'host')
  const { hostname, port } = authorityOf(host, scheme)
  const came = entropy.dateOf(entry.startedAt)
  return {
    url,
    absoluteUrl: `${scheme}://${host}${url}`,
    method,
    clientIp,
    headers,
    cookies: Object.fromEntries(
      [...cookiesOf(headerValues(rawHeaders, 'cookie'))].map(([name, values]) => [name, oneOrAll(values)])
    ),
    browserProxyRequest: false,
    loggedDate: came.getTime(),
    bodyAsBase64: Buffer.from(body as string).toString('base64'),
    body: textOf(body),
    protocol: `HTTP/${httpVersion}`,
    scheme,
    host: hostname,
    port,
    loggedDateString: came.toISOString(),
    queryParams: parametersOf(url.slice(pathOf(url).length + 1)),
    formParams: isForm(rawHeaders) ? parametersOf(textOf(body)) : {}
  }
}

function headersOf(rawHeaders: readonly string[]): Record<string, string | string[]> {
  const headers = new Map<string, string[]>()
  const spellings = new Map<string, string>()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name, value] = [rawHeaders[i] as string, rawHeaders[i + 1] as string]
    const key = name.toLowerCase()
    const spelling = spellings.get(key) ?? name
    spellings.set(key, spelling)
    headers.set(spelling, [...(headers.get(spelling) ?? []), SECRET.has(key) ? REDACTED : value])
  }
  return Object.fromEntries([...headers].map(([name, values]) => [name, oneOrAll(values)]))
}

const oneOrAll = (values: readonly string[]): string | string[] =>
  values.length === 1 ? (values[0] as string) : [...values]

const headerValues = (rawHeaders: readonly string[], wanted: string): string[] =>
  rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === wanted)

const isForm = (rawHeaders: readonly string[]): boolean =>
  headerValues(rawHeaders, 'content-type').some((type) => type.startsWith('application/x-www-form-urlencoded'))

function authorityOf(host: string, scheme: string): { hostname: string; port: number } {
  const port = /:(\d+)$/.exec(host)?.[1]
  const hostname = port === undefined ? host : host.slice(0, -port.length - 1)
  return { hostname, port: Number(port ?? (scheme === 'https' ? 443 : 80)) }
}

const parametersOf = (query: string): Parameters =>
  Object.fromEntries([...queryOf(query)].map(([key, values]) => [key, { key, values }]))
