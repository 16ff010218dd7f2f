import type { IncomingMessage } from 'node:http'
import { type Body, bodyOf } from './body-text.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** The body, once it has come; of one that is longer than the limit of its route only the beginning, as bytes. */
    body?: Body
  }
}

/** Reads the body of a request. What comes after the limit is read too, and thrown away. */
export function collectBody(
  request: IncomingMessage,
  limit: number,
  done: (body: Body, isBrokenOff: boolean) => void
): void {
  const chunks: Buffer[] = []
  let size = 0
  let isDone = false
  const finish = (isBrokenOff: boolean): void => {
    if (isDone) return
    isDone = true
    const bytes = Buffer.concat(chunks)
    done(size > limit ? bytes : bodyOf(bytes), isBrokenOff)
  }
  request.on('data', (chunk: Buffer) => {
    if (isDone) return
    chunks.push(chunk)
    size += chunk.length
    if (size > limit) finish(false)
  })
  request.once('end', () => finish(false))
  request.once('close', () => finish(true))
}

/** Whether a body comes with a request, by its headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
}
