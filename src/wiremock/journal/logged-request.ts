import { REDACTED } from '../../common/secrets.ts'
import { authorityOf } from '../../http/authority.ts'
import { textOf } from '../../http/body-text.ts'
import { pathOf } from '../../http/known-paths.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { Redaction } from './redaction.ts'
import { cookiesOf, headerValues, isForm, queryOf } from './request-view.ts'

type Values = Readonly<Record<string, string | string[]>>
type Parameters = Readonly<Record<string, { readonly key: string; readonly values: readonly string[] }>>

/** A request in WireMock's format. */
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

/** Converts a journal entry to WireMock's format. */
export function loggedRequest(entry: JournalEntry, redaction: Redaction): LoggedRequest {
  const { method, clientIp, body, httpVersion, rawHeaders, scheme, receivedAt } = entry
  const text = entry.text ?? textOf(body)
  const url = redaction.url(entry.url)
  const [host = 'localhost'] = headerValues(rawHeaders, 'host')
  const { hostname, port } = authorityOf(redaction.url(host), scheme)
  const cookies = [...cookiesOf(headerValues(rawHeaders, 'cookie')).keys()]
  return {
    url,
    absoluteUrl: redaction.url(`${scheme}://${host}${url}`),
    method,
    // Redacted, because a client may have sent it in X-Forwarded-For.
    clientIp: clientIp && redaction.text(clientIp),
    headers: headersOf(rawHeaders, redaction),
    cookies: Object.fromEntries(cookies.map((name) => [name, REDACTED])),
    browserProxyRequest: false,
    loggedDate: receivedAt,
    bodyAsBase64: Buffer.from(body as string).toString('base64'),
    body: text,
    protocol: `HTTP/${httpVersion}`,
    scheme,
    host: hostname,
    port,
    loggedDateString: new Date(receivedAt).toISOString(),
    queryParams: parametersOf(url.slice(pathOf(url).length + 1)),
    formParams: isForm(rawHeaders) ? parametersOf(text) : {}
  }
}

/** A repeated header is shown once, in its first spelling. */
function headersOf(rawHeaders: readonly string[], redaction: Redaction): Record<string, string | string[]> {
  const headers = new Map<string, string[]>()
  const spellings = new Map<string, string>()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name, value] = [rawHeaders[i] as string, rawHeaders[i + 1] as string]
    const key = name.toLowerCase()
    const spelling = spellings.get(key) ?? name
    spellings.set(key, spelling)
    const shown = [redaction.show(name, value)].flat()
    const known = headers.get(spelling)
    if (known === undefined) headers.set(spelling, shown)
    else known.push(...shown)
  }
  return Object.fromEntries([...headers].map(([name, values]) => [name, oneOrAll(values)]))
}

const oneOrAll = (values: readonly string[]): string | string[] =>
  values.length === 1 ? (values[0] as string) : [...values]

const parametersOf = (query: string): Parameters =>
  Object.fromEntries([...queryOf(query)].map(([key, values]) => [key, { key, values }]))
