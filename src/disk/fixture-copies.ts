import { copyFile, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { FixtureName } from '../store/changes.ts'
import type { FixtureSet } from '../store/fixture-set.ts'
import { DataDirectoryError } from './errors.ts'
import { loadFixtureSet } from './fixture-library.ts'

/**
 * Copies of the fixture files that a state was put back to, named by their hash: the log of changes names them so, and the
 * files themselves may be edited or gone.
 */
export class FixtureCopies {
  readonly #directory: string
  readonly #sets = new Map<string, FixtureSet>()

  constructor(directory: string) {
    this.#directory = directory
  }

  async add(set: FixtureSet): Promise<void> {
    if (this.#sets.has(set.sha256)) return
    const file = this.#fileOf(set.sha256)
    await mkdir(this.#directory, { recursive: true })
    await copyFile(set.source, `${file}.tmp`)
    await rename(`${file}.tmp`, file)
    this.#sets.set(set.sha256, set)
  }

  /** @throws DataDirectoryError where there is no copy */
  async find({ name, sha256 }: FixtureName): Promise<FixtureSet> {
    const known = this.#sets.get(sha256)
    if (known !== undefined) return known
    try {
      const set = await loadFixtureSet(this.#fileOf(sha256), name)
      if (set.sha256 !== sha256) throw new Error(`${set.source} was changed`)
      this.#sets.set(sha256, set)
      return set
    } catch (error) {
      throw new DataDirectoryError(
        `the copy of the fixtures '${name}' in the data directory cannot be read: ${(error as Error).message}. ` +
          'Start with --fresh to begin anew'
      )
    }
  }

  #fileOf(sha256: string): string {
    return join(this.#directory, `${sha256}.json`)
  }
}
