import { createReadStream } from 'node:fs'
import { sha256 } from './digest.ts'

/** How much is read at once, in bytes. */
const AT_ONCE = 1024 * 1024

/** The bytes of a file, one piece after the other. */
export const chunksOf = (file: string): AsyncIterable<Buffer> => createReadStream(file, { highWaterMark: AT_ONCE })

/** The SHA-256 of the bytes of a file, in hexadecimal digits. */
export async function sha256Of(file: string): Promise<string> {
  const sum = sha256()
  for await (const chunk of chunksOf(file)) sum.update(chunk)
  return sum.digest('hex')
}
