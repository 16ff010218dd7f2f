import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { NumberedChange, StoredChange } from '../change-log.ts'
import { UnknownChange } from '../unknown-change.ts'
import { damagedLog } from './errors.ts'
import { FORMAT_VERSION, requireKnownVersion, type StoredApi } from './format.ts'
import { type Json, lineOf } from './log-lines.ts'

/** The first line of a log: the state and the server that it belongs to. */
export interface LogOwner {
  /** Identifies the state file that belongs to the log. */
  readonly store: string
  /** Identifies the run of the server that wrote the log. */
  readonly server?: string | undefined
  /** The state file when the log was created: its revision, and the CRC-32 of its bytes in hexadecimal digits. */
  readonly snapshot?: { readonly revision: number; readonly crc32: string } | undefined
  /** The last stored revision, if the server shut down cleanly. It detects a log that was truncated since. */
  readonly closedAt?: number | undefined
}

/** How to read a log of some version. */
export interface LogFormat {
  readonly owner: LogOwner
  /** Whether its lines have the format of this version. */
  readonly isCurrent: boolean
  /** @throws DataDirectoryError, UnknownChange */
  changeIn(line: Json, place: string): NumberedChange
}

const Header = Type.Object({
  version: Type.Union([Type.Literal(2), Type.Literal(FORMAT_VERSION)]),
  store: Type.String(),
  server: Type.Optional(Type.String()),
  snapshot: Type.Optional(Type.Object({ revision: Type.Integer(), crc32: Type.String() })),
  closedAt: Type.Optional(Type.Integer())
})
const Line = Type.Object({ revision: Type.Integer(), op: Type.String() })

const HeaderOne = Type.Object({
  store: Type.String(),
  atRest: Type.Optional(Type.Object({ changes: Type.Integer(), crc32: Type.String() }))
})
const LineOne = Type.Object({ number: Type.Integer(), op: Type.String() })

export const headerLine = ({ store, server, snapshot, closedAt }: LogOwner): string =>
  lineOf({ version: FORMAT_VERSION, store, server, snapshot, closedAt })

export const changeLine = (revision: number, change: StoredChange): string => lineOf({ revision, ...change })

/**
 * Reads the first line of a log.
 *
 * @param place of the line, for errors
 * @throws DataDirectoryError if it is not a valid header, or if a newer version wrote it
 */
export function logFormat(apis: readonly StoredApi[], header: Json, file: string, place: string): LogFormat {
  requireKnownVersion(header, file)
  if (Check(Header, header)) return { owner: header, isCurrent: true, changeIn }
  if (!Check(HeaderOne, header)) throw damagedLog(place)
  const { store, atRest } = header
  const snapshot = atRest && { revision: atRest.changes, crc32: atRest.crc32 }
  return {
    owner: { store, snapshot },
    isCurrent: false,
    changeIn: (line, place) => changeOfVersionOne(apis, line, place)
  }
}

function changeIn(line: Json, place: string): NumberedChange {
  if (!Check(Line, line)) throw damagedLog(place)
  const { revision, ...change } = line
  return { revision, change }
}

/** In version one, the `op` of a record change starts with its API: `{api}.add`. Changes of the whole state are the same as today. */
function changeOfVersionOne(apis: readonly StoredApi[], line: Json, place: string): NumberedChange {
  if (!Check(LineOne, line)) throw damagedLog(place)
  const { number, ...change } = line
  const { op } = change
  if (!op.includes('.')) return { revision: number, change }
  const api = apis.find(({ name }) => op.startsWith(`${name}.`))
  const recordChange = api?.versionOne?.change(line)
  if (recordChange === undefined) throw new UnknownChange(op)
  return { revision: number, change: { ...recordChange } }
}
