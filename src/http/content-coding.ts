import type { IncomingHttpHeaders } from 'node:http'
import { pipeline, Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { createError } from '@fastify/error'

export const UnknownCoding = createError<[string]>(
  'MOCK_UNKNOWN_CODING',
  "Content-Encoding: unknown coding '%s': use gzip, deflate or br, or send the body uncompressed",
  415
)
const TooManyCodings = createError<[number, number]>(
  'MOCK_TOO_MANY_CODINGS',
  'Content-Encoding: %d codings, more than the limit of %d: compress the body once',
  415
)
const InvalidCoding = createError<[string, string]>(
  'MOCK_INVALID_CODING',
  'body: not valid %s (%s): compress it as Content-Encoding says, or omit this header',
  400
)
const DecodedTooLarge = createError<[number]>(
  'MOCK_DECODED_TOO_LARGE',
  'body: larger than %d bytes after decompression: send a smaller one',
  413
)

const MAX_CODINGS = 4
/** In bytes: the size of the decompressed parts. */
const PARTS = { chunkSize: 64 * 1024 }

/** @param first the first byte of the body */
type NewDecoder = (first: number) => Transform

const DECODERS: ReadonlyMap<string, NewDecoder> = new Map<string, NewDecoder>([
  ['gzip', () => createGunzip(PARTS)],
  ['x-gzip', () => createGunzip(PARTS)],
  // RFC 9110 requires the zlib format, whose first byte ends with an 8. Some clients, such as .NET's DeflateStream, send raw deflate data.
  ['deflate', (first) => ((first & 0x0f) === 8 ? createInflate(PARTS) : createInflateRaw(PARTS))],
  ['br', () => createBrotliDecompress(PARTS)]
])

/** The parts of a body, in order. */
export type Parts = Iterable<Buffer> | AsyncIterable<Buffer>

/** The codings that `Content-Encoding` lists, without `identity`: the last one was applied last. */
export const codingsOf = ({ 'content-encoding': header = '' }: IncomingHttpHeaders): string[] =>
  header === ''
    ? []
    : header
        .split(',')
        .map(lowerCase)
        .filter((coding) => coding !== '' && coding !== 'identity')

const lowerCase = (coding: string): string => coding.trim().toLowerCase()

/**
 * Decompresses a body outside of the main thread, no faster than the result is read.
 *
 * @param limit in bytes: for the result, and for intermediate results between two codings
 * @throws errors with the status 400, 413 or 415; what `parts` throws
 */
export function decompressed(parts: Parts, codings: readonly string[], limit: number): Parts {
  if (codings.length > MAX_CODINGS) throw new TooManyCodings(codings.length, MAX_CODINGS)
  return codings.reduceRight<Parts>((encoded, coding) => {
    const newDecoder = DECODERS.get(coding)
    if (newDecoder === undefined) throw new UnknownCoding(coding)
    return through(encoded, coding, newDecoder, limit)
  }, parts)
}

async function* through(parts: Parts, coding: string, newDecoder: NewDecoder, limit: number): AsyncGenerator<Buffer> {
  const source = Readable.from(parts)
  const iterator: AsyncIterator<Buffer> = source[Symbol.asyncIterator]()
  const { value: first, done } = await iterator.next()
  if (done) return
  const decoder = newDecoder(first[0] ?? 0)
  // The decoder also reports the errors of its source.
  pipeline(Readable.from(startingWith(first, iterator)), decoder, () => undefined)
  let size = 0
  try {
    for await (const part of decoder) {
      size += part.length
      if (size > limit) throw new DecodedTooLarge(limit)
      yield part
    }
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== undefined) throw error
    throw new InvalidCoding(coding, (error as Error).message)
  }
}

async function* startingWith(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* { [Symbol.asyncIterator]: () => rest }
}
