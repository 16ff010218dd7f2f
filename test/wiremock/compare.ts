import type { Json } from '../support/control.ts'
import type { Call, Row } from './rows.ts'

/** What a call came to, as far as both servers can be held to it. */
interface Outcome {
  readonly status: number | string
  readonly body: Json
}

// What differs from run to run, or with the server's address, and is compared by its type alone.
const VOLATILE =
  /^(?:id|uuid|loggedDate|loggedDateString|absoluteUrl|clientIp|port|host|addedDelay|processTime|responseSendTime|serveTime|totalTime|timeOffsetNanos|distance|Matched-Stub-Id|report)$/
/** What depends on the client that was used. */
const OF_CLIENT =
  /^(?:host|connection|accept|accept-language|accept-encoding|sec-fetch-mode|user-agent|content-length|date|keep-alive|transfer-encoding|content-type|content-encoding|vary)$/i

/** Runs a row on both servers. @returns where they differ, one line for each call */
export async function differences(row: Row, theirs: string, ours: string): Promise<string[]> {
  const found: string[] = []
  for (const url of [theirs, ours]) await fetch(`${url}/__admin/reset`, { method: 'POST' })
  for (const url of [theirs, ours]) await fetch(`${url}/__admin/settings`, { method: 'POST', body: '{}' })
  for (const [i, call] of row.calls.entries()) {
    const [expected, actual] = [await outcome(theirs, call), await outcome(ours, call)]
    if (agree(expected, actual)) continue
    found.push(
      `call ${i + 1} ${call.method} ${call.path}: ${JSON.stringify(expected)} became ${JSON.stringify(actual)}`
    )
  }
  return found
}

function agree(expected: Outcome, actual: Outcome): boolean {
  if (typeof expected.status === 'number' && expected.status >= 400 && expected.status === actual.status) {
    // Where WireMock says nothing, or names the pattern that is wrong, this server may say more, or the place inside.
    return expected.body.every(({ code, pointer }: Json, i: number) => {
      return actual.body[i]?.code === code && actual.body[i].pointer.startsWith(pointer)
    })
  }
  return JSON.stringify(expected) === JSON.stringify(actual)
}

async function outcome(url: string, { method, path, headers = {}, body }: Call): Promise<Outcome> {
  try {
    const isText = typeof body === 'string' || body === undefined
    const sent = isText ? body : JSON.stringify(body)
    const answer = await fetch(`${url}/${path}`, {
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
      ...(sent !== undefined && { body: sent })
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (path.startsWith('__admin'))
      return { status: answer.status, body: shape(jsonOf(bytes.toString()), answer.status) }
    // What no stub answers is a matter of the emulated APIs: that it was not answered is all that can be compared.
    if (!answer.headers.has('matched-stub-id')) return { status: 'unmatched', body: undefined }
    const shown = [...answer.headers].filter(([name]) => !OF_CLIENT.test(name) && name !== 'matched-stub-id')
    return { status: answer.status, body: [shown, bytes.toString('hex'), answer.headers.has('matched-stub-id')] }
  } catch {
    return { status: 'broken', body: undefined }
  }
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return text === '' ? {} : '(not JSON)'
  }
}

function shape(body: Json, status: number): Json {
  // The texts of errors are Java's; their numbers and places are the protocol.
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
  // What no stub answers is answered by the emulated APIs, and so it stands in the journal.
  const isEmulated = value.responseDefinition?.fromConfiguredStub === false
  const kept = Object.entries(value)
    .filter(([key]) => !isEmulated || (key !== 'response' && key !== 'stubMapping'))
    .filter(([key]) => name !== 'headers' || !OF_CLIENT.test(key))
  const spelt = kept.map(
    ([key, member]) => [name === 'headers' ? key.toLowerCase() : key, sorted(member, key)] as const
  )
  return Object.fromEntries(spelt.sort(([a], [b]) => (a < b ? -1 : 1)))
}
