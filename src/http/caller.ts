import { createError } from '@fastify/error'
import type { FastifyReply } from 'fastify'

/** Aborts a call whose client disconnected. */
export const CallerGone = createError('MOCK_CALLER_GONE', 'the client disconnected before the call ended', 400)

/** A signal that aborts, with CallerGone, when the client of a call disconnects. Long calls stop then. */
export function callerOf({ raw }: FastifyReply): AbortSignal {
  const caller = new AbortController()
  const abort = (): void => caller.abort(new CallerGone())
  if (raw.destroyed) abort()
  else raw.once('close', abort)
  return caller.signal
}
