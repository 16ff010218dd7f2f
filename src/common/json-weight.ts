/** Memory per byte: raw, decoded, as a value, in a stub's response, and in the log. Measured with long texts, some with wide characters. */
const BYTE = 6
/** Memory of an object or a list. An object without members takes 64 bytes; many objects with different members take more. */
const CONTAINER = 90
/** Memory of the reference to a value in its list or object. */
const PLACE = 16

const COMMA = 0x2c
const OPEN_OBJECT = 0x7b
const OPEN_LIST = 0x5b

/** The estimated peak memory, in bytes, of a part of a JSON document while the document is read and processed. */
export function jsonWeight(part: Uint8Array): number {
  let weight = BYTE * part.length
  for (let i = 0; i < part.length; i++) {
    const byte = part[i]
    if (byte === COMMA) weight += PLACE
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) weight += CONTAINER
  }
  return weight
}
