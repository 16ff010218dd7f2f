import type { FastifyReply, FastifyRequest } from 'fastify'
import type { JournalEntry } from '../requests/journal-entry.ts'
import { delayOf } from './delay.ts'
import { breakConnection } from './fault.ts'
import { sendDribbling, sendWhole, type WireAnswer } from './send.ts'
import { delayIn } from './settings.ts'
import type { Stub } from './stub-mapping.ts'

/** Answers a request with what a stub says, after its delay, or with its fault. */
export async function answerWithStub(request: FastifyRequest, reply: FastifyReply, stub: Stub): Promise<void> {
  const entry = request.journalEntry as JournalEntry
  const { status, statusMessage, headers, body } = stub.mapping.response
  reply.hijack()
  await pauseFor(request, entry, stub)
  await deliver(request, reply, entry, stub, {
    status,
    statusMessage,
    headers: { ...headers, ...nameOf(stub) },
    body
  })
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
  const { journal, entropy, options } = request.sandbox
  entry.complete(answer.status, answer.headers, answer.body, entropy.monotonic() - request.startedAt)
  journal.update(entry)
  if (response.fault !== undefined) breakConnection(response.fault, raw, answer.status, answer.headers)
  else if (response.dribble !== undefined) await sendDribbling(raw, answer, response.dribble, options.pauses)
  else sendWhole(raw, answer)
}
