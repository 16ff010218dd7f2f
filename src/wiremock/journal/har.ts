import { STATUS_CODES } from 'node:http'
import { REDACTED } from '../../common/secrets.ts'
import type { Turns } from '../../common/turns.ts'
import { readVersion } from '../../common/version.ts'
import { bodyText, textOf } from '../../http/body-text.ts'
import { pathOf } from '../../http/known-paths.ts'
import { shownCorrelation } from './correlation.ts'
import type { Har, HarEntry, HarPair } from './har-format.ts'
import type { Journal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { Redaction } from './redaction.ts'
import { cookiesOf, headerValues, isForm, queryOf } from './request-view.ts'
import { messagesOf, shownBody, shownHeaders } from './serve-event.ts'

/** The members of the log before its entries. @param dropped how many requests were evicted from the journal */
export const harHead = (dropped: number): Omit<Har['log'], 'entries'> => ({
  version: '1.2',
  creator: { name: 'atrium-atms-mock', version: readVersion() },
  ...(dropped > 0 && { comment: `${dropped} older requests were evicted from the journal` })
})

/** Converts entries of a journal to HAR 1.2, and lets other requests proceed meanwhile. @param newestFirst the entries */
export async function toHar(
  newestFirst: readonly JournalEntry[],
  journal: Journal,
  redaction: Redaction,
  turns: Turns
): Promise<Har> {
  const head = harHead(journal.dropped)
  const entries: HarEntry[] = []
  await turns.each(newestFirst.toReversed(), (entry) => entries.push(harEntry(entry, journal, redaction)))
  return { log: { ...head, entries } }
}

/** Converts a journal entry to HAR 1.2. */
export function harEntry(entry: JournalEntry, journal: Pick<Journal, 'idOf'>, redaction: Redaction): HarEntry {
  const { receivedAt, totalTime, clientIp, api, stub, wasMatched } = entry
  const messages = messagesOf(entry)
  const { id, name } = stub?.mapping.document ?? {}
  const { trace, requestId, test } = shownCorrelation(entry.rawHeaders, redaction)
  return {
    startedDateTime: new Date(receivedAt).toISOString(),
    time: totalTime,
    request: requestOf(entry, redaction),
    response: responseOf(entry, redaction),
    cache: {},
    timings: { send: 0, wait: totalTime, receive: 0 },
    ...(messages.length > 0 && { comment: messages.join('; ') }),
    _id: journal.idOf(entry),
    ...(clientIp !== undefined && { _clientIp: redaction.text(clientIp) }),
    ...(api !== undefined && { _api: api }),
    ...(trace !== undefined && { _trace: trace }),
    ...(requestId !== undefined && { _requestId: requestId }),
    ...(test !== undefined && { _test: test }),
    ...(id !== undefined && { _stub: id }),
    ...(name !== undefined && { _stubName: name }),
    _matched: wasMatched
  }
}

function requestOf(entry: JournalEntry, redaction: Redaction): HarEntry['request'] {
  const { method, httpVersion, rawHeaders, body, scheme, bodyProblem } = entry
  const url = redaction.url(entry.url)
  const host = headerValues(rawHeaders, 'host')[0] || 'localhost'
  const names = rawHeaders.filter((_, i) => i % 2 === 0)
  const cookies = [...cookiesOf(headerValues(rawHeaders, 'cookie')).keys()]
  return {
    method,
    url: validUrl(scheme, redaction.url(host), url),
    httpVersion: `HTTP/${httpVersion}`,
    cookies: cookies.map((name) => ({ name, value: REDACTED })),
    headers: names.flatMap((name, i) => pairs(name, redaction.show(name, rawHeaders[i * 2 + 1] as string))),
    queryString: pairsOf(url.slice(pathOf(url).length + 1)),
    ...(body.length > 0 && { postData: postDataOf(entry) }),
    headersSize: -1,
    bodySize: bodyProblem === undefined ? Buffer.byteLength(body) : -1
  }
}

function postDataOf({ rawHeaders, body, text }: JournalEntry): NonNullable<HarEntry['request']['postData']> {
  const [mimeType = ''] = headerValues(rawHeaders, 'content-type')
  const shown = text ?? textOf(body)
  return {
    mimeType,
    text: shown,
    ...(isForm(rawHeaders) && { params: pairsOf(shown) }),
    ...(typeof body !== 'string' && { _base64: body.toString('base64') })
  }
}

function responseOf(entry: JournalEntry, redaction: Redaction): HarEntry['response'] {
  const { response, httpVersion, stub, isAborted } = entry
  const sent = isAborted || stub?.mapping.response.fault !== undefined ? undefined : response
  const common = { httpVersion: `HTTP/${httpVersion}`, headersSize: -1 } as const
  if (sent === undefined) {
    const none = { status: 0, statusText: '', cookies: [], headers: [], redirectURL: '', bodySize: -1 }
    return { ...common, ...none, content: { size: 0, mimeType: 'x-unknown' }, _error: whyNoResponse(entry) }
  }
  const headers = Object.entries(shownHeaders(sent, redaction)).flatMap(([name, value]) => pairs(name, value))
  const headerOf = (wanted: string) => headers.find(({ name }) => name.toLowerCase() === wanted)?.value
  const body = shownBody(entry, sent, redaction)
  const size = body?.length ?? announcedSize(headerOf('content-length'))
  const cookies = Object.entries(sent.headers).flatMap(([name, value]) =>
    name.toLowerCase() === 'set-cookie' ? [value].flat().map((cookie) => `${cookie}`.replace(/=.*$/s, '').trim()) : []
  )
  return {
    ...common,
    status: sent.status,
    statusText: stub?.mapping.response.statusMessage ?? STATUS_CODES[sent.status] ?? '',
    cookies: cookies.map((name) => ({ name, value: REDACTED })),
    headers,
    redirectURL: headerOf('location') ?? '',
    content: { size, mimeType: headerOf('content-type') ?? 'x-unknown', ...contentOf(body, size) },
    bodySize: size
  }
}

/** The value of a header `Content-Length`, which a stub can set to any text. */
const announcedSize = (length = ''): number => (/^\d{1,15}$/.test(length) ? Number(length) : 0)

/** The text of a body, in base64 if it is not UTF-8. */
function contentOf(body: Buffer | undefined, size: number): Partial<HarEntry['response']['content']> {
  if (body === undefined) return size === 0 ? {} : { comment: 'the journal does not have the body' }
  const text = bodyText(body)
  return text === undefined ? { text: body.toString('base64'), encoding: 'base64' } : { text }
}

function whyNoResponse({ isAborted, stub, response }: JournalEntry): string {
  if (isAborted) return 'the client disconnected early'
  return response === undefined ? 'in progress' : `a stub broke the connection: ${stub?.mapping.response.fault}`
}

const pairs = (name: string, value: string | string[]): HarPair[] => [value].flat().map((value) => ({ name, value }))

const pairsOf = (query: string): HarPair[] => [...queryOf(query)].flatMap(([name, values]) => pairs(name, [...values]))

/** HAR requires a valid URL, but a client may send others: characters that are not allowed in URLs are percent-encoded. */
function validUrl(scheme: string, host: string, url: string): string {
  const encoded = `${scheme}://${host}${url}`.replace(/[^\x21-\x7e]|[<>"{}|\\^`]|%(?![\da-f]{2})/gi, encodedCharacter)
  return URL.canParse(encoded)
    ? encoded
    : `${scheme}://localhost${encoded.slice(encoded.indexOf('/', scheme.length + 3))}`
}

/** Node reads addresses as Latin-1, so that each character is a byte. */
const encodedCharacter = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0').slice(-2)}`
