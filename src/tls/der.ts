/** The tags of ASN.1 that certificates use. */
const TAG = { boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, text: 0x0c, sequence: 0x30, set: 0x31 }
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
/** A tag whose meaning depends on the place, and the bit for values that contain others. */
const CONTEXT = 0x80
const CONSTRUCTED = 0x20

/** A value in DER, the encoding of certificates: its tag, its length, and its contents. */
function value(tag: number, contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body])
  const hex = body.length.toString(16)
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body])
}

export const sequence = (...values: readonly Buffer[]): Buffer => value(TAG.sequence, values)
export const set = (...values: readonly Buffer[]): Buffer => value(TAG.set, values)
/** @param bytes two's complement, the shortest form */
export const integer = (...bytes: readonly number[]): Buffer => value(TAG.integer, [Buffer.from(bytes)])
export const yes = value(TAG.boolean, [Buffer.of(0xff)])
export const octets = (bytes: Uint8Array): Buffer => value(TAG.octets, [bytes])
export const utf8 = (text: string): Buffer => value(TAG.text, [Buffer.from(text)])
/** @param unused the number of bits of the last byte that do not belong to the value */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => value(TAG.bits, [Buffer.of(unused), bytes])
/** A value with a tag that depends on the place. */
export const context = (number: number, contents: Uint8Array): Buffer => value(CONTEXT | number, [contents])
export const constructed = (number: number, ...values: readonly Buffer[]): Buffer =>
  value(CONTEXT | CONSTRUCTED | number, values)

/** An object identifier. @param text such as `2.5.29.17` */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number)
  return value(TAG.oid, [Buffer.from([first * 40 + second, ...others].flatMap(base128))])
}

/** Seven bits in each byte; all bytes except the last have the highest bit set. */
function base128(number: number): number[] {
  const high: number[] = []
  for (let rest = number >> 7; rest > 0; rest >>= 7) high.unshift(0x80 | (rest & 0x7f))
  return [...high, number & 0x7f]
}

/** A time, in seconds. Before 2050, the year has two digits. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`
  return date.getUTCFullYear() < 2050
    ? value(UTC_TIME, [Buffer.from(digits.slice(2))])
    : value(GENERALIZED_TIME, [Buffer.from(digits)])
}

/** The contents of a value, without its tag and length. */
export function contentsOf(der: Buffer): Buffer {
  return der.subarray(headerOf(der).length, endOf(der))
}

/** The values that a value contains, each with its tag and length. */
export function valuesIn(der: Buffer): Buffer[] {
  const values: Buffer[] = []
  for (let rest = contentsOf(der); rest.length > 0; rest = rest.subarray(endOf(rest))) {
    values.push(rest.subarray(0, endOf(rest)))
  }
  return values
}

function endOf(der: Buffer): number {
  const { length, size } = headerOf(der)
  return length + size
}

/** The length of the tag and the length, and the size of the contents. */
function headerOf(der: Buffer): { length: number; size: number } {
  const short = der.readUInt8(1)
  if (short < 0x80) return { length: 2, size: short }
  const bytes = short & 0x7f
  return { length: 2 + bytes, size: der.readUIntBE(2, bytes) }
}
