import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What the bytes of a file come to: SHA-256 where a file is named by it, CRC-32 where it is to be known again. */
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

/** The two digits of each byte. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A sum in eight digits. `toString(16)` is slow with numbers beyond 2^31. */
export const hexOf = (sum: number): string =>
  `${DIGITS[sum >>> 24]}${DIGITS[(sum >>> 16) & 255]}${DIGITS[(sum >>> 8) & 255]}${DIGITS[sum & 255]}`
