import { crc32 } from 'node:zlib'
import { hexOf } from '../../common/files/digest.ts'
import { chunksOf } from '../../common/files/read-file.ts'
import { damagedLog } from './errors.ts'

export type Json = Readonly<Record<string, unknown>>

/** A line is the CRC-32 of its JSON in eight hexadecimal digits, a space, and the JSON. */
export const lineOf = (value: object): string => {
  const json = JSON.stringify(value)
  return `${hexOf(crc32(json))} ${json}\n`
}

const LINE_FEED = 0x0a
const SUM = /^[0-9a-f]{8} $/
const SUM_LENGTH = 9

/** @param place of the line, for the error. @throws DataDirectoryError if it is damaged */
export function parseLine(line: Buffer, place: string): Json {
  const sum = line.toString('latin1', 0, SUM_LENGTH)
  const json = line.subarray(SUM_LENGTH)
  if (!SUM.test(sum) || Number.parseInt(sum, 16) !== crc32(json)) throw damagedLog(place)
  return JSON.parse(json.toString('utf8'))
}

/**
 * The complete lines of a file without their line feeds, in batches as they are read.
 *
 * @param start where the first line starts, in bytes
 * @throws the error of the file system
 */
export async function* linesOf(file: string, start = 0): AsyncGenerator<Buffer[]> {
  /** The bytes after the last line feed. */
  const rest: Buffer[] = []
  for await (const chunk of chunksOf(file, start)) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1
    if (end > 0) yield split(Buffer.concat([...rest.splice(0), chunk.subarray(0, end)]))
    rest.push(chunk.subarray(end))
  }
}

function split(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start)
    lines.push(bytes.subarray(start, end))
    start = end + 1
  }
  return lines
}
