import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { versionOf } from '../../common/files/file-version.ts'
import { OneAtATime } from '../../common/files/one-at-a-time.ts'
import { sha256Of } from '../../common/files/read-file.ts'
import { writeInParts } from '../../common/files/write-file.ts'
import { loadFixtureSet } from '../../fixtures/fixture-library.ts'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import { fixtureText } from '../../fixtures/fixture-text.ts'
import type { FixtureName } from '../../state/changes.ts'
import { DataDirectoryError } from './errors.ts'

/** The names of copies, and of those that are being written. */
const COPY = /^([0-9a-f]{64})[-.]/

/**
 * Copies of the fixture sets that a state was put back to, named by the hash of the files they came from: the log of changes
 * names them so, and the files themselves may be edited or gone.
 */
export class FixtureCopies {
  readonly #directory: string
  /** Those that were read from their copies. */
  readonly #read = new Map<string, FixtureSet>()
  readonly #files = new OneAtATime()

  constructor(directory: string) {
    this.#directory = directory
  }

  /** @returns the copy */
  add(set: FixtureSet): Promise<string> {
    return this.#files.run(async () => (await this.#fileOf(set.sha256)) ?? (await this.#write(set)))
  }

  /** Removes what no state needs any longer. */
  keepOnly(needed: ReadonlySet<string>): Promise<void> {
    this.#read.clear()
    return this.#files.run(async () => {
      for (const file of await this.#names()) {
        const [, sha256] = COPY.exec(file) ?? []
        if (sha256 !== undefined && !needed.has(sha256)) await rm(join(this.#directory, file))
      }
    })
  }

  /** @throws DataDirectoryError where there is no copy, or one that was changed */
  async find({ name, sha256 }: FixtureName): Promise<FixtureSet> {
    const known = this.#read.get(sha256)
    // Two sets of different names may have the same content.
    if (known !== undefined) return { ...known, name }
    try {
      const file = await this.#fileOf(sha256)
      if (file === undefined) throw new Error('it is not there')
      const set = await loadFixtureSet(file, name)
      if (!file.endsWith(`-${set.sha256}.json`)) throw new Error(`${file} was changed`)
      this.#read.set(sha256, { ...set, sha256 })
      return { ...set, sha256 }
    } catch (error) {
      throw new DataDirectoryError(
        `the copy of the fixtures '${name}' in the data directory cannot be read: ${(error as Error).message}. ` +
          'Start with --fresh to begin anew'
      )
    }
  }

  /**
   * Copies the file of the set, or writes down what is in memory where the file was edited since, or there is none. The name of
   * the copy ends with the hash of its own bytes.
   */
  async #write({ sha256, state, source, version, canContinue }: FixtureSet): Promise<string> {
    const temporary = join(this.#directory, `${sha256}.tmp`)
    await mkdir(this.#directory, { recursive: true })
    const copied = await copyFile(source, temporary).then(
      // To read a large one again takes long: it is the same as long as its file is.
      () => (canContinue && version === versionOf(source) ? sha256 : sha256Of(temporary)),
      () => undefined
    )
    const written = copied === sha256 ? sha256 : await writeInParts(temporary, fixtureText(state))
    const file = join(this.#directory, `${sha256}-${written}.json`)
    await rename(temporary, file)
    return file
  }

  #names(): Promise<string[]> {
    return readdir(this.#directory).catch(() => [])
  }

  async #fileOf(sha256: string): Promise<string | undefined> {
    const file = (await this.#names()).find((name) => name.startsWith(`${sha256}-`))
    return file && join(this.#directory, file)
  }
}
