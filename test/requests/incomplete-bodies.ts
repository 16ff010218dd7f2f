import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Test } from 'tap'
import { type Control, controlFor, type Json } from '../support/control.ts'

const LIMIT = 100
const LARGE = `NEEDLE${'x'.repeat(LIMIT)}`
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** Requests whose body the journal does not record completely, and their warnings. */
const INCOMPLETE: readonly [name: string, send: (control: Control) => Promise<unknown>, warning: RegExp][] = [
  ['too long', ({ send }) => send('POST', '/users', { headers: form, body: LARGE }), /exceeds the limit of 100 bytes$/],
  [
    'too long, of unknown length',
    ({ mock }) =>
      sent(mock.port, `Transfer-Encoding: chunked\r\n\r\n${LARGE.length.toString(16)}\r\n${LARGE}\r\n0\r\n\r\n`),
    /exceeds the limit of 100 bytes$/
  ],
  ['aborted', ({ mock }) => sent(mock.port, 'Content-Length: 50\r\n\r\nNEED'), /^the body is incomplete: the client/],
  [
    'too long when decoded',
    ({ mock }) => {
      const bytes = gzipSync(LARGE)
      const head = `Content-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`
      return sent(mock.port, Buffer.concat([Buffer.from(head), bytes]))
    },
    /^the body was not decoded: /
  ]
]

/** Sends a form and closes the connection. @param rest the last headers and the body */
const sent = (port: number, rest: string | Buffer): Promise<unknown> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: ${form['content-type']}\r\n`)
      socket.end(rest)
    })
    socket.resume().on('close', done)
  })

const BODY_PATTERNS: readonly object[] = [
  { bodyPatterns: [{ contains: 'NEEDLE' }] },
  { bodyPatterns: [{ doesNotContain: 'NEEDLE' }] },
  { bodyPatterns: [{ absent: true }] },
  { bodyPatterns: [{ not: { equalTo: 'a' } }] },
  { bodyPatterns: [{ binaryEqualTo: '' }] },
  { formParameters: { a: { absent: true } } }
]

/** Bodies that the journal does not record completely. */
export async function incompleteBodies(t: Test): Promise<void> {
  t.test('a body pattern does not match an incomplete body, and the result says so', async (t) => {
    for (const [name, send, warning] of INCOMPLETE) {
      const control = await controlFor(t, { bodyLimit: LIMIT })
      const { admin, count, mock } = control
      await send(control)
      await admin('POST', 'requests/count?atLeast=1&timeoutMs=5000', { url: '/users' })
      t.equal(await count({ headers: { 'content-type': { contains: 'form' } } }), 1, `${name}: another pattern`)
      for (const pattern of BODY_PATTERNS) {
        const label = `${name}: ${JSON.stringify(pattern)}`
        const { json, headers } = await admin('POST', 'requests/count', pattern)
        t.equal(json.count, 0, label)
        t.equal(headers.get('mock-journal-incomplete'), '1', `${label} is reported`)
        t.equal(headers.get('mock-journal-dropped'), '1', `${label} counts as dropped`)
        const other = await admin('POST', 'requests/count', { url: '/other', ...pattern })
        t.equal(other.headers.get('mock-journal-incomplete'), '0', `${label}: not of another address`)
      }
      const [pattern = {}] = BODY_PATTERNS
      for (const [path, list] of [
        ['find', 'requests'],
        ['remove', 'serveEvents']
      ] as const) {
        const { json, headers } = await admin('POST', `requests/${path}`, pattern)
        t.same([json[list].length, headers.get('mock-journal-incomplete')], [0, '1'], `${name}: ${path}`)
      }
      const waited = await admin('POST', 'requests/count?atLeast=1&timeoutMs=1', pattern)
      t.equal(waited.headers.get('mock-journal-incomplete'), '1', `${name}: after a wait`)
      const [event] = (await admin('GET', 'requests')).json.requests
      t.match(event.subEvents[0], { type: 'WARNING', data: { message: warning } }, `${name}: the journal says why`)
      const { nearMisses } = (await admin('POST', 'near-misses/request-pattern', { url: '/users', ...pattern })).json
      const subEvents = [{ data: { message: 'the journal does not have the complete body' } }]
      t.match(nearMisses[0].matchResult, { subEvents, distance: 1 / 14 }, `${name}: a near miss`)
      const message = /^1 requests could not be compared, /
      await t.rejects(mock.requests.count(pattern), { message }, `${name}: the library`)
      const timeout = /^0 of 1 requests arrived within 1 ms; 1 requests could not be compared, /
      await t.rejects(mock.requests.waitFor(pattern, { timeoutMs: 1 }), { message: timeout }, `${name}: it waits`)
    }
  })

  t.test('a body of another type has no form parameters, even if it is incomplete', async (t) => {
    const { send, admin } = await controlFor(t, { bodyLimit: LIMIT })
    await send('POST', '/users', { headers: { 'content-type': 'text/plain' }, body: LARGE })
    const { json, headers } = await admin('POST', 'requests/count', { formParameters: { a: { absent: true } } })
    t.same([json.count, headers.get('mock-journal-incomplete')], [1, '0'], 'the count')
  })

  t.test('a stub with a body pattern is skipped for an incomplete body, with a warning', async (t) => {
    const { send, stub, admin } = await controlFor(t, { bodyLimit: LIMIT })
    await stub({ name: 'any', request: { url: '/users' }, priority: 9 })
    for (const [i, pattern] of BODY_PATTERNS.entries()) await stub({ name: `stub ${i}`, request: pattern })
    const response = await send('POST', '/users', { headers: form, body: LARGE })
    t.equal(response.headers.get('matched-stub-name'), 'any', 'a stub without one responds')
    const messages = (await admin('GET', 'requests')).json.requests[0].subEvents.map(({ data }: Json) => data.message)
    const skipped = "the stub 'stub 5' was skipped: the journal does not have the complete body"
    t.same([messages[1], messages.length], [skipped, BODY_PATTERNS.length + 1], 'the warnings')
  })
}
