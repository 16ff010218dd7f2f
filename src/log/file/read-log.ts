import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { hexOf } from '../../common/files/digest.ts'
import type { NumberedChange, StoredChange } from '../change-log.ts'
import { UnknownChange } from '../unknown-change.ts'
import { DataDirectoryError, damaged } from './errors.ts'
import { FORMAT_VERSION, requireKnownVersion, type StoredApi } from './format.ts'

/** What a log belongs to. */
export interface LogOwner {
  /** Identifies the state file that belongs to the log. */
  readonly store: string
  /** Identifies the run of the server that wrote the log. */
  readonly server?: string | undefined
  /** The state file when the log was created: its revision, and the CRC-32 of its bytes in hexadecimal digits. */
  readonly snapshot?: { readonly revision: number; readonly crc32: string } | undefined
}

/** What a log contains. */
export interface LogContent {
  readonly owner: LogOwner
  readonly changes: readonly NumberedChange[]
  /** The lines of the changes, in the current format. */
  readonly lines: Buffer
  /** The size of an incomplete line at the end, in bytes: the process was killed while it wrote it. */
  readonly torn: number
}

const Header = Type.Object({
  version: Type.Literal(FORMAT_VERSION),
  store: Type.String(),
  server: Type.Optional(Type.String()),
  snapshot: Type.Optional(Type.Object({ revision: Type.Integer(), crc32: Type.String() }))
})
const Line = Type.Object({ revision: Type.Integer(), op: Type.String() })

const HeaderOne = Type.Object({
  store: Type.String(),
  atRest: Type.Optional(Type.Object({ changes: Type.Integer(), crc32: Type.String() }))
})
const LineOne = Type.Object({ number: Type.Integer(), op: Type.String() })

type Json = Readonly<Record<string, unknown>>

/** A line is the CRC-32 of its JSON in eight hexadecimal digits, a blank, and the JSON. */
export const lineOf = (value: object): string => {
  const json = JSON.stringify(value)
  return `${hexOf(crc32(json))} ${json}\n`
}

export const headerLine = ({ store, server, snapshot }: LogOwner): string =>
  lineOf({ version: FORMAT_VERSION, store, server, snapshot })

export const changeLine = (revision: number, change: StoredChange): string => lineOf({ revision, ...change })

/**
 * Reads a log of any version.
 *
 * @returns `undefined` if there is none
 * @throws DataDirectoryError if a line is damaged, except for an incomplete last one, or if a newer version wrote it
 */
export function readLog(apis: readonly StoredApi[], file: string): LogContent | undefined {
  const bytes = readIfExists(file)
  if (bytes === undefined) return undefined
  const end = bytes.lastIndexOf('\n') + 1
  const texts = bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
  const [header, ...lines] = texts.map((text, i) => parseLine(text, `${file}: line ${i + 1}`))
  if (header === undefined) throw damaged(file)
  requireKnownVersion(header, file)
  const torn = bytes.length - end
  if (Check(Header, header)) {
    const changes = lines.map((line, i) => changeIn(line, `${file}: line ${i + 2}`))
    return { owner: header, changes, lines: bytes.subarray(bytes.indexOf('\n') + 1, end), torn }
  }
  if (!Check(HeaderOne, header)) throw damaged(`${file}: line 1`)
  const { store, atRest } = header
  const snapshot = atRest && { revision: atRest.changes, crc32: atRest.crc32 }
  const changes = lines.map((line, i) => changeOfVersionOne(apis, line, `${file}: line ${i + 2}`))
  const rewritten = changes.map(({ revision, change }) => changeLine(revision, change))
  return { owner: { store, snapshot }, changes, lines: Buffer.from(rewritten.join('')), torn }
}

function readIfExists(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw code === 'EISDIR' ? new DataDirectoryError(`${file} is a folder, not a log of changes`) : error
  }
}

// JSON contains no line feed, but it may contain U+2028, which `.` matches only with the flag.
const LINE = /^([0-9a-f]{8}) (.+)$/s

function parseLine(text: string, place: string): Json {
  const [, sum, json = ''] = LINE.exec(text) ?? []
  if (sum === undefined || Number.parseInt(sum, 16) !== crc32(json)) throw damaged(place)
  return JSON.parse(json)
}

function changeIn(line: Json, place: string): NumberedChange {
  if (!Check(Line, line)) throw damaged(place)
  const { revision, ...change } = line
  return { revision, change }
}

/** Changes of records are named after their API there: `{api}.add`. Those of the whole state are the same as today. */
function changeOfVersionOne(apis: readonly StoredApi[], line: Json, place: string): NumberedChange {
  if (!Check(LineOne, line)) throw damaged(place)
  const { number, ...change } = line
  const { op } = change
  if (!op.includes('.')) return { revision: number, change }
  const api = apis.find(({ name }) => op.startsWith(`${name}.`))
  const recordChange = api?.versionOne?.change(line)
  if (recordChange === undefined) throw new UnknownChange(op)
  return { revision: number, change: { ...recordChange } }
}
