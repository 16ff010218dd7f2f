import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'

/** A body on its way, and the text that it contains. */
export interface EncodedBody {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly sent: Buffer
  readonly text: string
  /** What is left without the content codings. */
  readonly bytes: Buffer
}

const TEXT = '{"a":"hé"}'
const UTF_8 = Buffer.from(TEXT)
const LATIN_1 = Buffer.from(TEXT, 'latin1')
const UTF_16 = Buffer.from(TEXT, 'utf16le')
const BIG_ENDIAN = Buffer.from(UTF_16).swap16()
const marked = (mark: number[], bytes: Buffer): Buffer => Buffer.concat([Buffer.from(mark), bytes])

const coded = (coding: string, sent: Buffer, type = 'application/json', bytes = UTF_8): EncodedBody => ({
  name: `a body in ${coding}${type === 'application/json' ? '' : ` as ${type}`}`,
  headers: { 'content-encoding': coding, 'content-type': type },
  sent,
  text: TEXT,
  bytes
})

/** Codings that WireMock undoes, too. */
export const GZIPPED: readonly EncodedBody[] = [
  coded('gzip', gzipSync(UTF_8)),
  coded('GZIP', gzipSync(UTF_8)),
  coded('x-gzip', gzipSync(UTF_8)),
  coded('identity', UTF_8),
  coded('gzip, identity', gzipSync(UTF_8)),
  coded('gzip', gzipSync(LATIN_1), 'application/json; charset=ISO-8859-1', LATIN_1),
  {
    ...coded('gzip', Buffer.concat([gzipSync(UTF_8.subarray(0, 4)), gzipSync(UTF_8.subarray(4))])),
    name: 'a body of two gzip files'
  }
]

/** Codings that only this server undoes. */
export const COMPRESSED: readonly EncodedBody[] = [
  coded('br', brotliCompressSync(UTF_8)),
  coded('deflate', deflateSync(UTF_8)),
  { ...coded('deflate', deflateRawSync(UTF_8)), name: 'a body in deflate without the format of zlib' },
  coded('deflate, gzip', gzipSync(deflateSync(UTF_8))),
  coded('br,,gzip , deflate', deflateSync(gzipSync(brotliCompressSync(UTF_8))))
]

const typed = (charset: string, sent: Buffer, text = TEXT): EncodedBody => ({
  name: `the charset ${charset}: ${sent.toString('hex')}`,
  headers: { 'content-type': `application/json; charset=${charset}` },
  sent,
  text,
  bytes: sent
})

const euro = (byte: number): Buffer => Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, byte, 0x22, 0x7d])

export const CHARSETS: readonly EncodedBody[] = [
  typed('utf-8', UTF_8),
  typed('ISO-8859-1', LATIN_1),
  typed('"latin1"', LATIN_1),
  typed('iso-8859-1', UTF_8, '{"a":"hÃ©"}'),
  typed('iso-8859-1', euro(0x80), '{"a":"\x80"}'),
  typed('windows-1252', euro(0x80), '{"a":"€"}'),
  typed('windows-1252', LATIN_1),
  typed('iso-8859-15', euro(0xa4), '{"a":"€"}'),
  typed('us-ascii', LATIN_1, '{"a":"h\ufffd"}'),
  typed('Shift_JIS', Buffer.from('7b2261223a2282a0227d', 'hex'), '{"a":"あ"}'),
  typed('gb2312', Buffer.from('7b2261223a22d6d0227d', 'hex'), '{"a":"中"}'),
  typed('utf-16', marked([0xff, 0xfe], UTF_16)),
  typed('utf-16', marked([0xfe, 0xff], BIG_ENDIAN)),
  typed('utf-16', BIG_ENDIAN),
  typed('utf-16le', UTF_16),
  typed('utf-16be', BIG_ENDIAN)
]

/** Bodies that do not contain what their headers say. */
export const UNDECODABLE: readonly (Omit<EncodedBody, 'text' | 'bytes'> & {
  readonly status: number
  readonly problem: RegExp
})[] = [
  {
    name: 'plain text as gzip',
    headers: { 'content-encoding': 'gzip' },
    sent: UTF_8,
    status: 400,
    problem: /body: not valid gzip \(incorrect header check\)/
  },
  {
    name: 'gzip that was cut off',
    headers: { 'content-encoding': 'gzip' },
    sent: gzipSync(UTF_8).subarray(0, -5),
    status: 400,
    problem: /body: not valid gzip \(unexpected end of file\)/
  },
  {
    name: 'bytes after gzip',
    headers: { 'content-encoding': 'gzip' },
    sent: Buffer.concat([gzipSync(UTF_8), Buffer.from('more')]),
    status: 400,
    problem: /body: not valid gzip/
  },
  {
    name: 'plain text as Brotli',
    headers: { 'content-encoding': 'br' },
    sent: UTF_8,
    status: 400,
    problem: /body: not valid br/
  },
  {
    name: 'gzip once instead of twice',
    headers: { 'content-encoding': 'gzip, gzip' },
    sent: gzipSync(UTF_8),
    status: 400,
    problem: /body: not valid gzip/
  },
  {
    name: 'an unknown coding',
    headers: { 'content-encoding': 'zip' },
    sent: UTF_8,
    status: 415,
    problem: /Content-Encoding: unknown coding 'zip': use gzip, deflate or br/
  },
  {
    name: 'five codings',
    headers: { 'content-encoding': 'gzip, gzip, gzip, gzip, gzip' },
    sent: UTF_8,
    status: 415,
    problem: /Content-Encoding: 5 codings, more than the limit of 4/
  },
  {
    name: 'an unknown charset',
    headers: { 'content-type': 'application/json; charset=klingon' },
    sent: UTF_8,
    status: 415,
    problem: /Content-Type: unknown charset 'klingon': send UTF-8/
  }
]
