import { bytesOf } from '../common/bytes.ts'

/** About how much memory a record takes in a collection in addition to its own: its entries in the order and the indexes. */
const PLACE_BYTES = 160

/** About how much memory a record of a collection takes, in bytes. */
export const recordBytes = (record: object): number => PLACE_BYTES + bytesOf(record)

/** Like `recordBytes`, but without the values that the record shares with another one in memory: a changed user keeps most texts. */
export function ownRecordBytes(record: object, other: object | undefined): number {
  if (other === undefined) return recordBytes(record)
  const others = new Map<string, unknown>(Object.entries(other))
  let bytes = recordBytes(record)
  for (const [name, value] of Object.entries(record)) if (others.get(name) === value) bytes -= bytesOf(value)
  return bytes
}
