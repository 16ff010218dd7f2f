/** Each byte: as bytes, decoded, as a value, in a stub's response, and in the log. Measured with long texts, some of them with wide characters. */
const BYTE = 6
/** An object or a list: an object without members takes 64 bytes, and many objects with different members take more. */
const CONTAINER = 90
/** The place of a value in its list or object. */
const PLACE = 16

const COMMA = 0x2c
const OPEN_OBJECT = 0x7b
const OPEN_LIST = 0x5b

/** About how much memory a part of a JSON document takes at most while the document is read and processed, in bytes. */
export function jsonWeight(part: Uint8Array): number {
  let weight = BYTE * part.length
  for (let i = 0; i < part.length; i++) {
    const byte = part[i]
    if (byte === COMMA) weight += PLACE
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) weight += CONTAINER
  }
  return weight
}
