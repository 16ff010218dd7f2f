import { createReadStream } from 'node:fs'
import { sha256 } from './digest.ts'

/** In bytes. */
const CHUNK_SIZE = 1024 * 1024

/** The bytes of a file, in chunks. @param start the offset of the first byte */
export const chunksOf = (file: string, start = 0): AsyncIterable<Buffer> =>
  createReadStream(file, { highWaterMark: CHUNK_SIZE, start })

/** The SHA-256 of the bytes of a file, in hexadecimal digits. */
export async function sha256Of(file: string): Promise<string> {
  const sum = sha256()
  for await (const chunk of chunksOf(file)) sum.update(chunk)
  return sum.digest('hex')
}
