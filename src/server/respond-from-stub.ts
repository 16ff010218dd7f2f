import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { linesOf } from '../http/header-lines.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { delayOf } from '../wiremock/stubs/delay.ts'
import { breakConnection } from '../wiremock/stubs/fault.ts'
import { sendDribbling, sendWhole, type WireAnswer } from '../wiremock/stubs/send.ts'
import { delayIn } from '../wiremock/stubs/settings.ts'
import type { Stub, StubResponse } from '../wiremock/stubs/stub-mapping.ts'

/** Answers a request with what a stub says, after its delay, or with its fault. */
export async function answerWithStub(
  request: FastifyRequest,
  reply: FastifyReply,
  entry: JournalEntry,
  stub: Stub
): Promise<void> {
  const { status, statusMessage, headers, body } = stub.mapping.response
  reply.hijack()
  await pauseFor(request, entry, stub)
  await deliver(request, reply, entry, stub, {
    status,
    statusMessage,
    headers: { ...headersBeside(headers, reply), ...headers, ...nameOf(stub) },
    body
  })
}

/** What stands in an answer already, but for headers that a stub sets itself, in whichever case. */
function headersBeside(ofStub: StubResponse['headers'], reply: FastifyReply): OutgoingHttpHeaders {
  const names = new Set(Object.keys(ofStub).map((name) => name.toLowerCase()))
  return Object.fromEntries(Object.entries(reply.getHeaders()).filter(([name]) => !names.has(name)))
}

/** WireMock says in the answer which stub it came from. */
export function nameOf({ mapping: { document } }: Stub): Record<string, string> {
  return {
    'Matched-Stub-Id': document.id,
    ...(document.name !== undefined && { 'Matched-Stub-Name': document.name.replaceAll(/[^\x20-\x7e]/g, '?') })
  }
}

/** Waits as long as a stub asks for, or where there is none, or it says nothing of it, as the sandbox's settings do. */
export async function pauseFor(request: FastifyRequest, entry: JournalEntry, stub: Stub | undefined): Promise<void> {
  const { stubs, settings, options } = request.sandbox
  const { fixed, distribution } = stub?.mapping.response ?? {}
  const ofStub = fixed === undefined && distribution === undefined ? undefined : { fixed, distribution }
  const settled = ofStub ?? delayIn(settings)
  if (settled === undefined) return
  entry.addedDelay = delayOf(settled, stub?.chance ?? stubs.chance)
  await options.pauses.start(entry.addedDelay).over
}

/** Sends an answer that is ready, or breaks the connection instead, as a stub says. */
export async function deliver(
  request: FastifyRequest,
  { raw }: FastifyReply,
  entry: JournalEntry,
  { mapping: { response } }: Stub,
  answer: WireAnswer
): Promise<void> {
  const { journal, entropy, options, stubs } = request.sandbox
  entry.answerHead = linesOf(answer.headers)
  entry.complete(answer.status, answer.body, entropy.monotonic() - request.startedAt)
  journal.update(entry)
  if (response.fault !== undefined) breakConnection(response.fault, raw, answer, stubs.noise)
  else if (response.dribble !== undefined) await sendDribbling(raw, answer, response.dribble, options.pauses)
  else sendWhole(raw, answer)
}
