import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** A digest of the bytes of a file: SHA-256 identifies a file, CRC-32 only detects changes. */
export interface Digest {
  update(bytes: Uint8Array): unknown
  digest(encoding: 'hex'): string
}

export const sha256 = (): Digest => createHash('sha256')

/** The digest of bytes, in hexadecimal digits. */
export function digestOf(bytes: Uint8Array, digest: Digest): string {
  digest.update(bytes)
  return digest.digest('hex')
}

export class Crc32 implements Digest {
  #sum = 0

  update(bytes: Uint8Array): void {
    this.#sum = crc32(bytes, this.#sum)
  }

  /** @returns eight hexadecimal digits */
  digest(): string {
    return hexOf(this.#sum)
  }
}

/** The two hexadecimal digits of each byte. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A CRC-32 as eight digits. `toString(16)` is slow for numbers above 2^31. */
export const hexOf = (sum: number): string =>
  `${DIGITS[sum >>> 24]}${DIGITS[(sum >>> 16) & 255]}${DIGITS[(sum >>> 8) & 255]}${DIGITS[sum & 255]}`
