import type { IncomingMessage } from 'node:http'

/** Whether a body comes with a request, by its headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
}

/**
 * Reads the body of a request, and puts it back: whoever handles the request afterwards reads it as if nobody had. It has to be
 * read on in the same tick.
 *
 * @param limit in bytes: of a longer body only the beginning is read
 * @param done told once, with what was read, and whether the client broke it off
 */
export function collectBody(
  request: IncomingMessage,
  limit: number,
  done: (body: Buffer, isBrokenOff: boolean) => void
): void {
  const chunks: Buffer[] = []
  let size = 0
  const finish = (isBrokenOff: boolean): void => {
    request.off('readable', read).off('close', breakOff)
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    if (!isBrokenOff && size > 0) request.unshift(body)
    done(body, isBrokenOff)
  }
  const read = (): void => {
    for (let chunk = request.read() as Buffer | null; chunk !== null; chunk = request.read() as Buffer | null) {
      chunks.push(chunk)
      size += chunk.length
    }
    if (request.complete || size > limit) finish(false)
  }
  const breakOff = (): void => finish(true)
  request.on('readable', read).on('close', breakOff)
}
