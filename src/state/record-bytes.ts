import { bytesOf } from '../common/bytes.ts'

/** About how much memory a record takes in a collection besides its own: its place in the order and in the indexes. */
const PLACE_BYTES = 160

/** About how much memory a record of a collection takes, in bytes. */
export const recordBytes = (record: object): number => PLACE_BYTES + bytesOf(record)

/** The same for a record that has members in common with another one, which is in memory anyway: a changed user keeps most texts. */
export function ownRecordBytes(record: object, other: object | undefined): number {
  if (other === undefined) return recordBytes(record)
  const others = new Map<string, unknown>(Object.entries(other))
  let bytes = recordBytes(record)
  for (const [name, value] of Object.entries(record)) if (others.get(name) === value) bytes -= bytesOf(value)
  return bytes
}
