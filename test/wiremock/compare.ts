import { type IncomingMessage, request } from 'node:http'
import type { Json } from '../support/control.ts'
import type { Call, Row } from './rows/row.ts'

/** The part of a response that must be the same on both servers. */
interface Outcome {
  readonly status: number | string
  readonly body: Json
}

// Members that differ from run to run, or with the server's address: only their types are compared.
const VOLATILE =
  /^(?:id|uuid|loggedDate|loggedDateString|absoluteUrl|clientIp|port|host|addedDelay|processTime|responseSendTime|serveTime|totalTime|timeOffsetNanos|distance|Matched-Stub-Id|report|detail)$/
/** Headers that the HTTP client or server sets. */
const TRANSPORT_HEADERS =
  /^(?:host|connection|accept|accept-language|accept-encoding|sec-fetch-mode|user-agent|content-length|date|keep-alive|transfer-encoding|content-type|content-encoding|vary)$/i

/** Runs a row on both servers. @returns one line for each call with different outcomes */
export async function differences(row: Row, wiremock: string, mock: string): Promise<string[]> {
  const found: string[] = []
  for (const url of [wiremock, mock]) {
    await fetch(`${url}/__admin/reset`, { method: 'POST' })
    await fetch(`${url}/__admin/settings`, { method: 'POST', body: '{}' })
  }
  for (const [i, call] of row.calls.entries()) {
    const [expected, actual] = [await outcome(wiremock, call), await outcome(mock, call)]
    if (isSame(expected, actual)) continue
    const outcomes = `${JSON.stringify(expected)} became ${JSON.stringify(actual)}`
    found.push(`call ${i + 1} ${call.method} ${call.path}: ${outcomes}`)
  }
  return found
}

function isSame(expected: Outcome, actual: Outcome): boolean {
  if (typeof expected.status === 'number' && expected.status >= 400 && expected.status === actual.status) {
    // This server may report more errors than WireMock, and more exact places.
    return expected.body.every(({ code, pointer }: Json, i: number) => {
      return actual.body[i]?.code === code && actual.body[i].pointer.startsWith(pointer)
    })
  }
  return JSON.stringify(expected) === JSON.stringify(actual)
}

async function outcome(url: string, call: Call): Promise<Outcome> {
  try {
    const response = await send(url, call)
    const { statusCode: status = 0, headers } = response
    const bytes = Buffer.concat(await response.toArray())
    if (call.path.startsWith('__admin')) return { status, body: comparable(jsonOf(bytes.toString()), status) }
    // Without a stub, the emulated APIs respond: only that no stub matched can be compared.
    if (headers['matched-stub-id'] === undefined) return { status: 'unmatched', body: undefined }
    // WireMock responds with a page that has a stack trace.
    if (status >= 500) return { status, body: [] }
    const compared = Object.entries(headers).filter(([name]) => !isTransport(name) && name !== 'matched-stub-id')
    return { status, body: [compared.sort(), bytes.toString('hex')] }
  } catch {
    return { status: 'broken', body: undefined }
  }
}

/** Sends the path exactly as it is: `fetch` would drop an empty query, for example. */
function send(url: string, { method, path, headers = {}, body }: Call): Promise<IncomingMessage> {
  const isText = typeof body === 'string' || Buffer.isBuffer(body)
  const sent = isText ? body : body === undefined ? '' : JSON.stringify(body)
  const length = body === undefined && method === 'GET' ? {} : { 'content-length': Buffer.byteLength(sent) }
  return new Promise((done, fail) => {
    const options = { method, path: `/${path}`, headers: { ...length, ...headers } }
    request(url, options, done).on('error', fail).end(sent)
  })
}

const isTransport = (name: string): boolean => TRANSPORT_HEADERS.test(name)

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return text === '' ? {} : '(not JSON)'
  }
}

function comparable(body: Json, status: number): Json {
  // The texts of errors differ; their codes and places are part of the protocol.
  if (status >= 400)
    return (body.errors ?? []).map(({ code, source }: Json) => ({
      code,
      pointer: (source?.pointer ?? '').replace(/^\/$/, '')
    }))
  return sorted(body, '')
}

function sorted(value: Json, name: string): Json {
  if (VOLATILE.test(name)) return typeof value
  if (Array.isArray(value)) return value.map((item) => sorted(item, ''))
  if (typeof value !== 'object' || value === null) return value
  // Without a stub, the emulated APIs respond, and the journal shows their response.
  const isEmulated = value.responseDefinition?.fromConfiguredStub === false
  const members = Object.entries(value)
    .filter(([key]) => !isEmulated || key !== 'response')
    .filter(([key]) => name !== 'headers' || !isTransport(key))
    .map(([key, member]) => [name === 'headers' ? key.toLowerCase() : key, sorted(member, key)] as const)
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)))
}
