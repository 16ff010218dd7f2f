import { createError } from '@fastify/error'
import { nextTurn } from '../common/timers.ts'
import type { Parts } from './content-coding.ts'

const UnknownCharset = createError<[string]>(
  'MOCK_UNKNOWN_CHARSET',
  "Content-Type: unknown charset '%s': send UTF-8",
  415
)

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i
const UTF_8 = ['utf-8', 'utf8']

/** In bytes: decoding this many takes about a millisecond with the slowest charsets. */
const PIECE = 64 * 1024

type Decode = (bytes: Buffer, isLast: boolean) => string

/** The charset that a Content-Type names, in lower case; `undefined` for UTF-8, which is the default. */
export function charsetOf(contentType: string | undefined): string | undefined {
  const charset = CHARSET.exec(contentType ?? '')?.[1]?.toLowerCase()
  return charset === undefined || UTF_8.includes(charset) ? undefined : charset
}

/**
 * Decodes a body in turns, so that other requests proceed. Invalid bytes become U+FFFD.
 *
 * @param charset as `charsetOf` returns it
 * @throws an error with the status 415 if it is unknown
 */
export async function decodeText(bytes: Buffer, charset: string): Promise<string> {
  const decode = decoderOf(charset)
  let text = ''
  for (let start = 0; start < bytes.length; start += PIECE) {
    if (start > 0) await nextTurn()
    text += decode(bytes.subarray(start, start + PIECE), start + PIECE >= bytes.length)
  }
  return text
}

/** Converts a body to UTF-8 as it arrives. @throws the same as `decodeText` */
export async function* inUtf8(parts: Parts, charset: string): AsyncGenerator<Buffer> {
  const decode = decoderOf(charset)
  for await (const part of parts) yield Buffer.from(decode(part, false))
  yield Buffer.from(decode(Buffer.alloc(0), true))
}

/** @param charset any name that browsers know. @throws UnknownCharset */
function decoderOf(charset: string): Decode {
  if (charset === 'utf-16') return utf16()
  const decoder = newDecoder(charset)
  // Browsers treat Latin-1 and ASCII as windows-1252, and Node 20 treats all three as Latin-1. WireMock tells them apart.
  if (decoder.encoding === 'windows-1252') return singleBytes(charset)
  return (bytes, isLast) => decoder.decode(bytes, { stream: !isLast })
}

function newDecoder(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset, { ignoreBOM: true })
  } catch {
    throw new UnknownCharset(charset)
  }
}

/** The characters 0x80 to 0x9f of windows-1252. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

function singleBytes(charset: string): Decode {
  if (charset.endsWith('1252')) {
    const windows = (character: string): string => WINDOWS[character.charCodeAt(0) - 0x80] ?? character
    return (bytes) => bytes.toString('latin1').replaceAll(/[\x80-\x9f]/g, windows)
  }
  const isAscii = /ascii|^ansi/.test(charset)
  return (bytes) => (isAscii ? bytes.toString('latin1').replaceAll(/[\x80-\xff]/g, '\ufffd') : bytes.toString('latin1'))
}

/** The byte order mark decides, and is not part of the text. Without one, UTF-16 is big-endian: RFC 2781, section 4.3. */
function utf16(): Decode {
  let start = Buffer.alloc(0)
  let decode: Decode | undefined
  return (bytes, isLast) => {
    if (decode !== undefined) return decode(bytes, isLast)
    start = Buffer.concat([start, bytes])
    if (start.length < 2 && !isLast) return ''
    const mark = start.toString('latin1', 0, 2)
    decode = decoderOf(mark === '\xff\xfe' ? 'utf-16le' : 'utf-16be')
    return decode(mark === '\xff\xfe' || mark === '\xfe\xff' ? start.subarray(2) : start, isLast)
  }
}
