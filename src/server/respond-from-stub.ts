import type { OutgoingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SMALL_RESPONSE } from '../common/reservation.ts'
import { contain } from '../http/contain.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { inTurns } from '../wiremock/matching/work.ts'
import { delayOf } from '../wiremock/stubs/delay.ts'
import { breakConnection } from '../wiremock/stubs/fault.ts'
import {
  connectionFor,
  pauseWhileConnected,
  sendDribbling,
  sendWhole,
  type WireResponse
} from '../wiremock/stubs/send.ts'
import { delayIn } from '../wiremock/stubs/settings.ts'
import type { Stub, StubResponse } from '../wiremock/stubs/stub-mapping.ts'
import { StubMatches } from '../wiremock/stubs/stub-matches.ts'
import { takeStub } from '../wiremock/stubs/take-stub.ts'
import { exposeRequestId } from './expose-request-id.ts'
import { isolatePages, isolatingPolicy } from './isolate-pages.ts'
import { type RenderedStub, renderStub } from './render-stub.ts'
import { randomFor } from './stub-random.ts'

type Done = (error?: Error) => void

/** The hook that responds instead of an API if a stub matches the request. */
export function respondFromStub(request: FastifyRequest, reply: FastifyReply, done: Done): void {
  const { journalEntry: entry, sandbox, hasForeignSandboxSuffix } = request
  if (entry === undefined || hasForeignSandboxSuffix || sandbox.state.stubs.stubs.size === 0) {
    done()
    return
  }
  contain(reply, () =>
    prepare(request, entry).then((response) => {
      if (response === undefined) return done()
      return sendStub(request, reply, entry, response, done)
    }, done)
  )
}

/** The response of the matching stub; `undefined` if there is none, or if the emulated API responds. */
async function prepare(request: FastifyRequest, entry: JournalEntry) {
  const stub = await findStub(request, entry)
  if (stub === undefined || stub.mapping.response.emulates) return undefined
  return { stub, rendered: await renderStub(request, entry, stub) }
}

async function findStub(request: FastifyRequest, entry: JournalEntry): Promise<Stub | undefined> {
  const matches = new StubMatches(entry)
  const { stub, occurrence } = await inTurns(matches.view.work, request.sandbox.turns, () =>
    request.change(({ stubs }) => {
      const { sandbox } = request
      const taken = takeStub(stubs, sandbox.stubTable, matches, sandbox.own.seed)
      return { change: taken.change, result: taken }
    })
  )
  if (stub !== undefined) {
    // A stub of the `--stubs` folder may match in a draft. Create the sandbox, so that the request is recorded.
    const { recorder } = await request.openSandbox()
    if (entry.sequence === 0) recorder.add(entry)
    recorder.recordStub(entry, stub, occurrence)
  }
  if (matches.warnings.length > 0) entry.warnings = [...(entry.warnings ?? []), ...matches.warnings]
  entry.jsonError = matches.view.body.jsonError
  entry.wasMatched ||= stub !== undefined
  return stub
}

async function sendStub(
  request: FastifyRequest,
  reply: FastifyReply,
  entry: JournalEntry,
  { stub, rendered }: { readonly stub: Stub; readonly rendered: RenderedStub },
  fail: (error: Error) => void
): Promise<void> {
  const { status, statusMessage, headers, body } = rendered
  exposeRequestId(request, reply)
  const sent = {
    status,
    statusMessage,
    headers: isolatePages({ ...headersExcept(headers, reply), ...headers, ...nameOf(stub) }, body),
    body
  }
  try {
    await delay(request, reply, entry)
    await record(request, entry, sent)
  } catch (error) {
    fail(error as Error)
    return
  }
  reply.hijack()
  await deliver(request, reply, entry, stub, sent)
}

/** Headers that the reply has already, for browsers, except those that the stub sets itself. */
function headersExcept(ofStub: StubResponse['headers'], reply: FastifyReply): OutgoingHttpHeaders {
  const names = new Set(Object.keys(ofStub).map((name) => name.toLowerCase()))
  return Object.fromEntries(Object.entries(headersOf(reply)).filter(([name]) => !names.has(name)))
}

/** Fastify's type allows fewer values for some headers than Node's. */
const headersOf = (reply: FastifyReply): OutgoingHttpHeaders => reply.getHeaders() as OutgoingHttpHeaders

/** Headers that name the stub, as WireMock sends them. */
function nameOf({ mapping: { document } }: Stub): Record<string, string> {
  return {
    'Matched-Stub-Id': document.id,
    ...(document.name !== undefined && { 'Matched-Stub-Name': document.name.replaceAll(/[^\x20-\x7e]/g, '?') })
  }
}

/**
 * Applies the delay of the stub or, if it has none, of the settings of the sandbox. It ends early if the client disconnects.
 *
 * @throws RequestNotRecorded
 */
async function delay({ sandbox }: FastifyRequest, { raw }: FastifyReply, entry: JournalEntry): Promise<void> {
  const { stub } = entry
  const { fixed, distribution } = stub?.mapping.response ?? {}
  const ofStub = fixed === undefined && distribution === undefined ? undefined : { fixed, distribution }
  const settings = ofStub ?? delayIn(sandbox.state.settings)
  if (settings === undefined) return
  entry.addedDelay = delayOf(settings, randomFor(sandbox, entry, 'delay'))
  await sandbox.recorder.recordDelay(entry)
  entry.isAborted = !(await pauseWhileConnected(raw, sandbox.pauses, entry.addedDelay))
}

/**
 * Applies a stub with `emulate`, or the delay of the settings, to the response of an API.
 *
 * @param fail responds with an error instead, for which this function is called again
 * @returns whether the response was sent here, or an error
 */
export async function respondAround(
  request: FastifyRequest,
  reply: FastifyReply,
  entry: JournalEntry,
  payload: unknown,
  fail: (error: Error) => void
): Promise<boolean> {
  const { stub } = entry
  const { headers = {}, fault, dribble } = stub?.mapping.response ?? {}
  const isWhole = fault !== undefined || dribble !== undefined
  const body = isWhole ? await wholeBody(payload) : undefined
  try {
    reserveBody(request, body)
    await delay(request, reply, entry)
  } catch (error) {
    fail(error as Error)
    return true
  }
  if (stub === undefined) return false
  reply.headers({ ...connectionFor(reply.raw, headers), ...nameOf(stub) })
  const policy = isolatingPolicy(headersOf(reply), typeof payload === 'string' ? payload : '')
  if (policy !== undefined) reply.header('content-security-policy', policy)
  if (body === undefined) return false
  const sent = { status: reply.statusCode, headers: headersOf(reply), body }
  try {
    await record(request, entry, sent)
  } catch (error) {
    fail(error as Error)
    return true
  }
  reply.hijack()
  await deliver(request, reply, entry, stub, sent)
  return true
}

const wholeBody = async (payload: unknown): Promise<Buffer> =>
  payload instanceof Readable ? buffer(payload) : Buffer.from((payload ?? '') as string | Buffer)

/** Like `reservePage`: a read may fail, but the response to a change is always sent. */
function reserveBody({ method, room }: FastifyRequest, body: Buffer | undefined): void {
  if (body !== undefined && body.length > SMALL_RESPONSE && method === 'GET') room.resize(room.bytes + body.length)
}

/** @throws RequestNotRecorded */
async function record({ sandbox, startedAt }: FastifyRequest, entry: JournalEntry, sent: WireResponse): Promise<void> {
  await sandbox.recorder.recordResponse(entry, sent, sandbox.clock.monotonic() - startedAt)
}

/** Sends a response, or breaks the connection instead. Nothing is sent to a client that has disconnected. */
async function deliver(
  { sandbox }: FastifyRequest,
  { raw }: FastifyReply,
  entry: JournalEntry,
  { mapping: { response } }: Stub,
  sent: WireResponse
): Promise<void> {
  if (entry.isAborted) return
  if (response.fault !== undefined) breakConnection(response.fault, raw, sent, randomFor(sandbox, entry, 'noise'))
  else if (response.dribble === undefined) await sendWhole(raw, sent)
  else if (!(await sendDribbling(raw, sent, response.dribble, sandbox.pauses))) sandbox.recorder.recordAbort(entry)
}
