import { rename, stat } from 'node:fs/promises'
import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { Adapter } from 'lowdb'
import { Crc32 } from '../../common/files/digest.ts'
import { chunksOf } from '../../common/files/read-file.ts'
import { writeInParts } from '../../common/files/write-file.ts'
import { FixtureFileError, type Progress, readFixtureFile } from '../../fixtures/fixture-file.ts'
import { fixtureText } from '../../fixtures/fixture-text.ts'
import type { State } from '../../state/state.ts'
import { DataDirectoryError } from './errors.ts'

const FixtureName = Type.Object({ name: Type.String(), sha256: Type.String() })

/** What the server notes in its state file, beside the state. */
export const Provenance = Type.Object({
  /** The same in the log of changes that belongs to the file. */
  store: Type.String(),
  /** The number of the last change that the file holds. */
  changes: Type.Integer(),
  /** How many guids of the seeded sequence were given. */
  issued: Type.Integer(),
  /** The fixtures that the server was started with when the state began. */
  startedFrom: FixtureName,
  /** The fixtures that a reset goes back to. */
  fixtures: FixtureName
})
export type Provenance = Static<typeof Provenance>

/** What a state file holds. */
export interface StateDocument {
  readonly state: State
  readonly provenance: Provenance
  /** A fixture file that holds the state: to copy a million records takes a tenth of writing them. */
  readonly file?: string | undefined
}

const WAYS_OUT = 'Nothing was changed: put the file back, or start with --fresh to begin anew'

/** Keeps a whole state in a JSON file, one record a line: a lowdb adapter that streams both ways. */
export class StateFile implements Adapter<StateDocument> {
  readonly #file: string
  readonly #onProgress: Progress | undefined
  #crc32 = ''

  constructor(file: string, onProgress?: Progress) {
    this.#file = file
    this.#onProgress = onProgress
  }

  /** The CRC-32 of its bytes when it was last read or written, in hexadecimal digits. */
  get crc32(): string {
    return this.#crc32
  }

  /** Its size in bytes, 0 where there is none. */
  async size(): Promise<number> {
    const { size } = await stat(this.#file).catch(() => ({ size: 0 }))
    return size
  }

  /** @returns null where there is no file. @throws FixtureFileError, DataDirectoryError */
  async read(): Promise<StateDocument | null> {
    if (!(await exists(this.#file))) return null
    const { result, digest } = await readFixtureFile(this.#file, {
      onProgress: this.#onProgress,
      digest: () => new Crc32()
    })
    if (!result.ok) throw new FixtureFileError(this.#file, result.problems, WAYS_OUT)
    const { state, provenance } = result
    if (!Check(Provenance, provenance))
      throw new DataDirectoryError(`${this.#file}: expected $mock as this program writes it`)
    this.#crc32 = digest
    return { state, provenance }
  }

  /** The file holds the old state or the new one, whenever it is read. */
  async write({ state, provenance, file }: StateDocument): Promise<void> {
    const temporary = `${this.#file}.tmp`
    const parts = file === undefined ? fixtureText(state, provenance) : continued(file, provenance)
    const crc32 = await writeInParts(temporary, parts, new Crc32())
    await rename(temporary, this.#file)
    this.#crc32 = crc32
  }
}

/** The bytes of a fixture file, with `$mock` before its first member. */
async function* continued(file: string, provenance: Provenance): AsyncGenerator<string | Buffer> {
  yield `{\n  "$mock": ${JSON.stringify(provenance)},`
  let isOpen = false
  for await (const chunk of chunksOf(file)) {
    const start: number = isOpen ? 0 : chunk.indexOf('{') + 1
    isOpen ||= start > 0
    if (isOpen) yield chunk.subarray(start)
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
