import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { contain } from '../http/contain.ts'
import { isPlain } from '../http/decode-body.ts'
import { bodyProblemOf, hasBody, readBody } from '../http/read-body.ts'
import { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { headerValues } from '../wiremock/journal/request-view.ts'
import { delayIn } from '../wiremock/stubs/settings.ts'
import { decodeEntry } from './decode-entry.ts'
import { exposeRequestId } from './expose-request-id.ts'
import { respondAround } from './respond-from-stub.ts'
import { whyNotAuthenticated } from './why-not-authenticated.ts'

/** As in WireMock, the address that a proxy sends takes precedence. */
const clientIpOf = (rawHeaders: readonly string[], remoteAddress: string | undefined): string | undefined =>
  headerValues(rawHeaders, 'x-forwarded-for')[0] || remoteAddress

/** The hook that adds a request to the journal once its body has been read; `openSandbox` adds it if there is no sandbox yet. */
export function openJournalEntry(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
  const { address, raw, method, protocol: scheme, sandbox, is404, routeOptions, room } = request
  if (address.area !== undefined) {
    done()
    return
  }
  const { rawHeaders, httpVersion, socket } = raw
  const arrival = {
    method,
    url: address.sent,
    rawHeaders,
    httpVersion,
    scheme,
    api: address.api?.name,
    clientIp: clientIpOf(rawHeaders, socket.remoteAddress),
    receivedAt: sandbox.clock.now().getTime()
  }
  const entry = new JournalEntry(arrival, request.startedAt, !is404)
  request.journalEntry = entry
  const isOurs = is404 || routeOptions.config.bodyIsRead === true
  const add = (): void => {
    if (routeOptions.config.isOmitted?.(request)) return
    if (request.isDraft) request.joinSandbox()
    else sandbox.recorder.add(entry)
  }
  if (!isOurs || !hasBody(raw)) {
    if (hasBody(raw)) entry.bodyProblem = 'the body is not in the journal: the plugin that owns this route reads it'
    add()
    done()
    return
  }
  readBody(raw, routeOptions.bodyLimit, room, (received) =>
    contain(reply, async () => {
      const { body, isAborted, error } = received
      request.receivedBody = body
      entry.body = body
      entry.isAborted = isAborted
      entry.bodyProblem = bodyProblemOf(raw, routeOptions.bodyLimit, received)
      if (entry.bodyProblem === undefined && !isPlain(raw.headers)) {
        await request.server.decoding.run(() => decodeEntry(entry, raw.headers, routeOptions.bodyLimit, room))
      }
      add()
      if (!isAborted) done(error)
    })
  )
}

/** The hook that records the response, which a stub or the settings may delay, change or break. */
export function recordResponse(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  send: (error?: Error | null, payload?: unknown) => void
): void {
  const { journalEntry: entry, sandbox, startedAt } = request
  // The response is the error that says so.
  if (entry === undefined || entry.isUnrecorded) {
    send()
    return
  }
  exposeRequestId(request, reply)
  if (reply.statusCode === 401) entry.whyNotAuthenticated = whyNotAuthenticated(request)
  const record = (): void => {
    const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : undefined
    const headers = reply.getHeaders() as OutgoingHttpHeaders
    const response = { status: reply.statusCode, headers, body }
    const stored = sandbox.recorder.recordResponse(entry, response, sandbox.clock.monotonic() - startedAt)
    if (stored === undefined) send()
    else stored.then(() => send(), send)
  }
  const { stub } = entry
  // A stub without `emulate` gets here only if it could not respond. The error gets neither its headers nor its delay.
  const isAround = stub === undefined ? delayIn(sandbox.state.settings) !== undefined : stub.mapping.response.emulates
  if (!isAround) record()
  else contain(reply, async () => (await respondAround(request, reply, entry, payload, send)) || record())
}
