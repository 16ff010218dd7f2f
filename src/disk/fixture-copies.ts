import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FixtureName } from '../store/changes.ts'
import type { FixtureSet } from '../store/fixture-set.ts'
import { fixtureText } from '../store/fixture-text.ts'
import { DataDirectoryError } from './errors.ts'
import { loadFixtureSet } from './fixture-library.ts'

/**
 * Copies of the fixture sets that a state was put back to, named by the hash of the files they came from: the log of changes
 * names them so, and the files themselves may be edited or gone.
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
    if (!existsSync(file)) await this.#write(file, set)
    this.#sets.set(set.sha256, set)
  }

  /** @throws DataDirectoryError where there is no copy */
  async find({ name, sha256 }: FixtureName): Promise<FixtureSet> {
    const known = this.#sets.get(sha256)
    if (known !== undefined) return known
    try {
      const set = { ...(await loadFixtureSet(this.#fileOf(sha256), name)), sha256 }
      this.#sets.set(sha256, set)
      return set
    } catch (error) {
      throw new DataDirectoryError(
        `the copy of the fixtures '${name}' in the data directory cannot be read: ${(error as Error).message}. ` +
          'Start with --fresh to begin anew'
      )
    }
  }

  async #write(file: string, { state }: FixtureSet): Promise<void> {
    await mkdir(this.#directory, { recursive: true })
    await pipeline(Readable.from(fixtureText(state)), createWriteStream(`${file}.tmp`))
    await rename(`${file}.tmp`, file)
  }

  #fileOf(sha256: string): string {
    return join(this.#directory, `${sha256}.json`)
  }
}
