import { bytesOf, textBytes } from '../../common/bytes.ts'
import type { MappingDocument } from './mapping-schemas.ts'

/** About how much memory a compiled mapping takes besides its document, its patterns and its body, in bytes. */
const MAPPING_BYTES = 1000
/** For each name of a member, besides its text. */
const MEMBER_BYTES = 24

/** About how much memory a mapping takes besides its compiled parts, in bytes. */
export function mappingBytes(mapping: MappingDocument, body: Buffer): number {
  const names = new Set<string>()
  let bytes = MAPPING_BYTES + bytesOf(mapping, names) + body.byteLength
  for (const name of names) bytes += MEMBER_BYTES + textBytes(name)
  return bytes
}
