import { ExactNumber } from './exact-number.ts'

// Measured on Node 20 on a 64-bit machine.
const TEXT_HEADER = 18
const OBJECT_HEADER = 24
const SLOT = 8
/** An array and the table of its elements. */
const ARRAY_HEADER = 48
/** A number in an object. Small integers need no extra memory. */
const NUMBER = 16
/** V8 stores objects with this many members as hash tables, which take more memory for each member. */
const HASH_TABLE_SIZE = 128
const HASH_TABLE_EXTRA = 40
/** The objects around the bytes of a Buffer. */
const BUFFER = 200

const WIDE = /[\u0100-\uffff]/

/**
 * About how much memory a text takes. V8 stores one byte per character if all of them are in Latin-1, otherwise two. It knows the kind of
 * each string, so the search returns at once for Latin-1.
 */
export const textBytes = (text: string): number => TEXT_HEADER + (WIDE.test(text) ? text.length * 2 : text.length)

/**
 * About how much memory a value takes, including everything in it. Recursive: use it only for values of limited depth.
 *
 * @param names collects the names of members: similar values share them
 */
export function bytesOf(value: unknown, names?: Set<string>): number {
  if (typeof value === 'string') return textBytes(value)
  if (typeof value === 'number') return (value | 0) === value ? 0 : NUMBER
  if (typeof value !== 'object' || value === null) return 0
  if (value instanceof ExactNumber) return OBJECT_HEADER + SLOT + textBytes(value.text)
  if (value instanceof Uint8Array) return BUFFER + value.byteLength
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + SLOT + bytesOf(item, names), ARRAY_HEADER)
  let bytes = OBJECT_HEADER
  let members = 0
  // Faster than Object.values, which makes an array for every record.
  for (const name in value) {
    names?.add(name)
    members++
    bytes += SLOT + bytesOf(value[name as keyof typeof value], names)
  }
  return members < HASH_TABLE_SIZE ? bytes : bytes + members * HASH_TABLE_EXTRA
}
