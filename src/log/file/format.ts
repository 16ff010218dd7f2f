import { crc32 } from 'node:zlib'
import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { Api, Records } from '../../api/define-api.ts'
import { Crc32, hexOf } from '../../common/files/digest.ts'
import { inTurns } from '../../common/in-turns.ts'
import { jsonParts } from '../../common/json-parts.ts'
import { mapOf } from '../../common/map-of.ts'
import { DataDirectoryError } from './errors.ts'

/**
 * The version of both files. Files of version one have no version number; those of version two have no checksum of `$mock`, and their
 * logs do not record a clean shutdown.
 */
export const FORMAT_VERSION = 3

/** An API whose records are stored. */
export type StoredApi = Records & Pick<Api, 'versionOne'>

export const StoredName = Type.Object({ name: Type.String(), sha256: Type.String() })

/** The metadata that the server writes to its state file. */
const Provenance = Type.Object({
  /** Identifies the log that belongs to the state file. */
  store: Type.String(),
  /** The revision of the state. */
  revision: Type.Integer(),
  /** The counters of each API. */
  counters: mapOf(mapOf(Type.Integer())),
  /** The fixtures that the server was started with when it created the state. */
  startedFrom: StoredName,
  /** The fixtures that a reset returns to. */
  fixtures: StoredName,
  /** Everything else that belongs to the sandbox: its stubs, its settings. */
  sandbox: Type.Optional(Type.Unknown())
})
export type Provenance = Static<typeof Provenance>

const Version = (version: number) =>
  Type.Object({ version: Type.Literal(version), crc32: Type.Optional(Type.String()) })
const Current = Type.Composite([Version(FORMAT_VERSION), Provenance])
const Two = Type.Composite([Version(2), Provenance])

/** The metadata in version one, without the counters. */
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

/** The member `$mock` of a state file. Its last member is the CRC-32 of the others. Yields to other requests: it can contain many stubs. */
export async function storedProvenance(provenance: Provenance): Promise<object> {
  const content = { version: FORMAT_VERSION, ...provenance }
  const sum = new Crc32()
  for await (const part of inTurns(jsonParts(content))) sum.update(Buffer.from(part))
  return { ...content, crc32: sum.digest() }
}

const sumOf = (content: object): string => hexOf(crc32(JSON.stringify(content)))

/** Reads `$mock` of a state file of any version. @returns `undefined` if no version wrote it, or if it was changed since */
export function readProvenance(apis: readonly StoredApi[], value: unknown): Provenance | undefined {
  if (Check(Current, value)) return unchanged(value)
  // A checksum means that a later version wrote it: a single bit of the version may be wrong.
  if (Check(Two, value)) return value.crc32 === undefined ? withoutVersion(value) : undefined
  return Check(ProvenanceOne, value) ? migrated(apis, value) : undefined
}

function unchanged(value: Static<typeof Current>): Provenance | undefined {
  const { crc32, ...content } = value
  return crc32 === sumOf(content) ? withoutVersion(content) : undefined
}

function withoutVersion({ version: _, ...provenance }: Static<typeof Two> | Static<typeof Current>): Provenance {
  return provenance
}

function migrated(apis: readonly StoredApi[], value: Static<typeof ProvenanceOne>): Provenance | undefined {
  const { store, changes, startedFrom, fixtures } = value
  const counters: Provenance['counters'] = {}
  for (const { name, versionOne } of apis) {
    if (versionOne === undefined) continue
    const own = versionOne.counters({ ...value })
    if (own === undefined) return undefined
    counters[name] = own
  }
  return { store, revision: changes, counters, startedFrom, fixtures }
}
