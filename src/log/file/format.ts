import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { Api, Records } from '../../api/define-api.ts'
import { DataDirectoryError } from './errors.ts'

/** The version of both files. Files of version one have no version number. */
export const FORMAT_VERSION = 2

/** An API whose records are stored. */
export type StoredApi = Records & Pick<Api, 'versionOne'>

export const StoredName = Type.Object({ name: Type.String(), sha256: Type.String() })

/** What the server notes in its state file: the member `$mock`. */
export const Provenance = Type.Object({
  version: Type.Literal(FORMAT_VERSION),
  /** Identifies the log that belongs to the state file. */
  store: Type.String(),
  /** The revision of the state. */
  revision: Type.Integer(),
  /** The counters of each API. */
  counters: Type.Record(Type.String(), Type.Record(Type.String(), Type.Integer())),
  /** The fixtures that the server was started with when it created the state. */
  startedFrom: StoredName,
  /** The fixtures that a reset returns to. */
  fixtures: StoredName,
  /** Everything else that belongs to the sandbox: its stubs, its settings. */
  sandbox: Type.Optional(Type.Unknown())
})
export type Provenance = Static<typeof Provenance>

/** The same in version one, except for the counters. */
export const ProvenanceOne = Type.Object({
  store: Type.String(),
  changes: Type.Integer(),
  startedFrom: StoredName,
  fixtures: StoredName
})

const Versioned = Type.Object({ version: Type.Integer() })

/** @throws DataDirectoryError if a newer version of the program wrote this */
export function requireKnownVersion(value: unknown, file: string): void {
  if (Check(Versioned, value) && value.version > FORMAT_VERSION)
    throw new DataDirectoryError(
      `${file} was written by a newer atrium-atms-mock (format ${value.version}, this one reads up to ${FORMAT_VERSION}). Nothing was ` +
        'changed: use the newer version, use another --data-dir, or start with --fresh to discard the saved state'
    )
}

/** Reads `$mock` of a state file of any version. @returns `undefined` if no version wrote it */
export function readProvenance(apis: readonly StoredApi[], value: unknown): Provenance | undefined {
  if (Check(Provenance, value)) return value
  if (!Check(ProvenanceOne, value)) return undefined
  const { store, changes, startedFrom, fixtures } = value
  const counters: Provenance['counters'] = {}
  for (const { name, versionOne } of apis) {
    if (versionOne === undefined) continue
    const own = versionOne.counters({ ...value })
    if (own === undefined) return undefined
    counters[name] = own
  }
  return { version: FORMAT_VERSION, store, revision: changes, counters, startedFrom, fixtures }
}
