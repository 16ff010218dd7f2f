import type { Stats } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { Adapter } from 'lowdb'
import { Crc32 } from '../../common/files/digest.ts'
import { otherThanFile } from '../../common/files/kind-of-file.ts'
import { chunksOf } from '../../common/files/read-file.ts'
import { replaceFile } from '../../common/files/replace-file.ts'
import { writeInParts } from '../../common/files/write-file.ts'
import { FixtureFileError, type Progress, readFixtureFile } from '../../fixtures/fixture-file.ts'
import { PLAIN } from '../../fixtures/fixture-format.ts'
import { fixtureText } from '../../fixtures/fixture-text.ts'
import { type State, withCounters } from '../../state/state.ts'
import { RESTORE, unusable } from './errors.ts'
import { type Provenance, readProvenance, requireKnownVersion, type StoredApi, storedProvenance } from './format.ts'

/** The contents of a state file. */
export interface StateDocument {
  readonly state: State
  readonly provenance: Provenance
  /** A fixture file with the same records: copying a million of them takes a tenth of the time of writing them. */
  readonly file?: string | undefined
}

/** Stores a whole state in a JSON file, one record per line: a lowdb adapter that streams in both directions. */
export class StateFile implements Adapter<StateDocument> {
  readonly #apis: readonly StoredApi[]
  readonly #file: string
  readonly #onProgress: Progress | undefined
  #crc32 = ''
  /** Called with the path of the new file before it replaces the current one; throws if that is not allowed. */
  beforeReplacing: (file: string) => void = () => {}

  constructor(apis: readonly StoredApi[], file: string, onProgress?: Progress) {
    this.#apis = apis
    this.#file = file
    this.#onProgress = onProgress
  }

  get path(): string {
    return this.#file
  }

  /** The CRC-32 of its bytes when it was last read or written, in hexadecimal digits. */
  get crc32(): string {
    return this.#crc32
  }

  /** Its size in bytes; 0 if there is no file. */
  async size(): Promise<number> {
    const { size } = await stat(this.#file).catch(() => ({ size: 0 }))
    return size
  }

  /** @returns null if there is no file. @throws FixtureFileError, DataDirectoryError */
  async read(): Promise<StateDocument | null> {
    const stats = await statOf(this.#file)
    if (stats === undefined) return null
    const other = otherThanFile(stats)
    if (other !== undefined) throw unusable(`${this.#file} is ${other}, not a saved state`)
    if (stats.size === 0) throw unusable(`${this.#file} is empty`)
    const { result, digest } = await readFixtureFile(this.#apis, this.#file, {
      onProgress: this.#onProgress,
      format: PLAIN,
      digest: () => new Crc32()
    })
    requireKnownVersion(result.provenance, this.#file)
    if (!result.ok) throw new FixtureFileError(this.#file, result.problems, RESTORE)
    const provenance = readProvenance(this.#apis, result.provenance)
    if (provenance === undefined) throw unusable(`${this.#file}: $mock is missing, damaged or was edited`)
    this.#crc32 = digest
    return { state: withCounters(result.state, provenance.counters), provenance }
  }

  /** Removes a folder at the path of the file: a file cannot replace it. */
  async removeFolder(): Promise<void> {
    if ((await statOf(this.#file))?.isDirectory()) await rm(this.#file, { recursive: true })
  }

  /** Removes the unfinished file of a killed server. */
  async removeUnfinished(): Promise<void> {
    // A folder of that name is reported when the file is written.
    await rm(`${this.#file}.tmp`, { force: true }).catch(() => {})
  }

  /** Replaces the file atomically: it contains either the old state or the new one. */
  async write({ state, provenance, file }: StateDocument): Promise<void> {
    const temporary = `${this.#file}.tmp`
    const $mock = await storedProvenance(provenance)
    const parts = file === undefined ? fixtureText(this.#apis, state, $mock) : continued(file, $mock)
    const crc32 = await writeInParts(temporary, parts, new Crc32())
    this.beforeReplacing(temporary)
    await replaceFile(temporary, this.#file)
    this.#crc32 = crc32
  }
}

/** The bytes of a fixture file, with `$mock` before its first member. */
async function* continued(file: string, $mock: object): AsyncGenerator<string | Buffer> {
  yield `{\n  "$mock": ${JSON.stringify($mock)},`
  let isOpen = false
  for await (const chunk of chunksOf(file)) {
    const start: number = isOpen ? 0 : chunk.indexOf('{') + 1
    isOpen ||= start > 0
    if (isOpen) yield chunk.subarray(start)
  }
}

function statOf(file: string): Promise<Stats | undefined> {
  return stat(file).catch((error) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
