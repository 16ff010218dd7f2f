import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inTurns } from '../in-turns.ts'
import { type Digest, sha256 } from './digest.ts'

type Part = string | Uint8Array

/**
 * Writes a file in parts, without holding all of it in memory. If that fails, it removes the file, which could otherwise fill the disk.
 *
 * @param mode the permissions; by default, only the owner can read the file
 * @returns the digest of the bytes, in hexadecimal digits
 */
export async function writeInParts(
  file: string,
  parts: Iterable<Part> | AsyncIterable<Part>,
  digest: Digest = sha256(),
  mode = 0o600
): Promise<string> {
  try {
    await pipeline(Readable.from(digested(parts, digest), { objectMode: false }), createWriteStream(file, { mode }))
    return digest.digest('hex')
  } catch (error) {
    await rm(file, { force: true }).catch(() => {})
    throw error
  }
}

async function* digested(parts: Iterable<Part> | AsyncIterable<Part>, digest: Digest): AsyncGenerator<Uint8Array> {
  for await (const part of inTurns(parts)) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    digest.update(bytes)
    yield bytes
  }
}
