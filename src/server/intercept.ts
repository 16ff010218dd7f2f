import type { OutgoingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { linesOf } from '../http/header-lines.ts'
import { collectBody, hasBody } from '../http/received-message.ts'
import { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { delayIn } from '../wiremock/stubs/settings.ts'
import type { Stub } from '../wiremock/stubs/stub-mapping.ts'
import { answerWithStub, deliver, nameOf, pauseFor } from './respond-from-stub.ts'

// What stands around the emulated APIs: the request journal, and the stubs that override them. Every request passes here.

declare module 'fastify' {
  interface FastifyRequest {
    /** Its place in the request journal; `undefined` for what is not kept: the control API and the documentation. */
    journalEntry: JournalEntry | undefined
  }
}

const CONTROL = /^\/(?:__admin|docs)(?:[/?]|$)/
const isControl = (url: string): boolean => (url.startsWith('/_') || url.startsWith('/d')) && CONTROL.test(url)

type Done = (error?: Error) => void

/**
 * Puts a request into the journal once its body is there.
 *
 * @param pass hands the request on
 */
export function receive(request: FastifyRequest, pass: Done): void {
  const { raw, url, method, originalUrl, protocol: scheme, sandbox } = request
  if (isControl(url)) {
    pass()
    return
  }
  const { rawHeaders, httpVersion, socket } = raw
  const arrival = { url, method, originalUrl, rawHeaders, httpVersion, scheme, clientIp: socket.clientIp }
  const entry = new JournalEntry(arrival, request.startedAt, !request.is404)
  request.journalEntry = entry
  if (!hasBody(raw)) {
    sandbox.journal.add(entry)
    pass()
    return
  }
  collectBody(raw, request.routeOptions.bodyLimit, (body, isBrokenOff) => {
    raw.body = body
    entry.body = body
    entry.isBrokenOff = isBrokenOff
    sandbox.journal.add(entry)
    if (!isBrokenOff) pass()
  })
}

/**
 * Answers a request where a stub takes it. What stands in the answer already goes with it: the headers for browsers.
 *
 * @param pass hands the request to the API that it is for
 */
export function override(request: FastifyRequest, reply: FastifyReply, pass: Done): void {
  const { journalEntry: entry, sandbox } = request
  const hasStubs = !(sandbox.stubs.isEmpty || request.isRefused)
  const stub = entry !== undefined && hasStubs ? sandbox.stubs.take(entry) : undefined
  if (entry === undefined || stub === undefined) {
    pass()
    return
  }
  entry.stub = stub
  entry.wasMatched = true
  if (stub.mapping.response.emulates) pass()
  else answerWithStub(request, reply, entry, stub).catch((error) => request.server.reportFailure(error, request))
}

/** Completes the journal with the answer of an API, which a stub or the settings may delay, change or break. */
export function complete(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  send: (error?: Error | null, payload?: unknown) => void
): void {
  const { journalEntry: entry, sandbox } = request
  if (entry === undefined) {
    send()
    return
  }
  const { stub } = entry
  if (stub === undefined && delayIn(sandbox.settings) === undefined) {
    note(request, reply, entry, payload)
    send()
    return
  }
  around(request, reply, entry, payload, stub).then(
    (isSent) => isSent || send(),
    (error) => send(error)
  )
}

function note(request: FastifyRequest, reply: FastifyReply, entry: JournalEntry, payload: unknown): void {
  const { journal, entropy } = request.sandbox
  const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : undefined
  entry.answerHead = linesOf(reply.getHeaders() as OutgoingHttpHeaders)
  entry.complete(reply.statusCode, body, entropy.monotonic() - request.startedAt)
  journal.update(entry)
}

/** @returns whether the answer went its own way */
async function around(
  request: FastifyRequest,
  reply: FastifyReply,
  entry: JournalEntry,
  payload: unknown,
  stub: Stub | undefined
): Promise<boolean> {
  await pauseFor(request, entry, stub)
  const { headers = {}, fault, dribble } = stub?.mapping.response ?? {}
  // A stub may set any of them anew.
  reply.headers({ ...headers, ...(stub && nameOf(stub)) })
  if (stub === undefined || (fault === undefined && dribble === undefined)) {
    note(request, reply, entry, payload)
    return false
  }
  const body = payload instanceof Readable ? await buffer(payload) : Buffer.from((payload ?? '') as string | Buffer)
  reply.hijack()
  await deliver(request, reply, entry, stub, { status: reply.statusCode, headers: headersOf(reply), body })
  return true
}

/** Fastify's type says less of some headers than Node's does. */
const headersOf = (reply: FastifyReply): OutgoingHttpHeaders => reply.getHeaders() as OutgoingHttpHeaders
