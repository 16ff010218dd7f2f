import { rename, stat } from 'node:fs/promises'
import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { Adapter } from 'lowdb'
import type { State } from '../store/state.ts'
import { DataDirectoryError } from './errors.ts'
import { FixtureFileError, type Progress, readFixtureFile, writeFixtureFile } from './fixture-file.ts'

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
}

/** Keeps a whole state in a JSON file, one record a line: a lowdb adapter that streams both ways. */
export class StateFile implements Adapter<StateDocument> {
  readonly #file: string
  readonly #onProgress: Progress | undefined

  constructor(file: string, onProgress?: Progress) {
    this.#file = file
    this.#onProgress = onProgress
  }

  /** @returns null where there is no file. @throws FixtureFileError, DataDirectoryError */
  async read(): Promise<StateDocument | null> {
    if (!(await exists(this.#file))) return null
    const { result } = await readFixtureFile(this.#file, this.#onProgress)
    if (!result.ok) throw new FixtureFileError(this.#file, result.problems)
    const { state, provenance } = result
    if (!Check(Provenance, provenance))
      throw new DataDirectoryError(`${this.#file}: expected $mock as this program writes it`)
    return { state, provenance }
  }

  /** The file holds the old state or the new one, whenever it is read. */
  async write({ state, provenance }: StateDocument): Promise<void> {
    const temporary = `${this.#file}.tmp`
    await writeFixtureFile(temporary, state, provenance)
    await rename(temporary, this.#file)
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
