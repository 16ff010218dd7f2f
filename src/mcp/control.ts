import { sizeText } from '../common/size-text.ts'

/** A call of the control API. */
export interface ControlCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/__admin/`, with its query. */
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
}

export interface ControlResult {
  readonly text: string
  /** How many requests were evicted from the journal before the call, if it is about the journal. */
  readonly dropped: number
}

/**
 * Calls the control API of one mock: over HTTP, or inside its server.
 *
 * @param sandbox the sandbox of the call; that of the connection if omitted
 * @param signal aborts the call
 * @throws an error whose message is for people
 */
export type Control = (call: ControlCall, sandbox: string | undefined, signal: AbortSignal) => Promise<ControlResult>

/** In bytes. */
const LONGEST_RESULT = 8 * 1024 * 1024

/** Reads the body of a response. @throws if it is too long to hold */
export async function readResult(body: AsyncIterable<Buffer | string>): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of body) {
    const bytes = Buffer.from(part)
    length += bytes.length
    if (length > LONGEST_RESULT) throw new ResultTooLong()
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

export class ResultTooLong extends Error {
  constructor() {
    super(`the result is longer than ${sizeText(LONGEST_RESULT)}: use a tool that reads a part of it, or a limit`)
  }
}
