import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FixtureName } from '../store/changes.ts'
import type { FixtureSet } from '../store/fixture-set.ts'
import { DataDirectoryError } from './errors.ts'
import { sha256Of, writeFixtureFile } from './fixture-file.ts'
import { loadFixtureSet } from './fixture-library.ts'
import { OneAtATime } from './one-at-a-time.ts'

/** The names of copies, and of those that are being written. */
const COPY = /^([0-9a-f]{64})[-.]/

/**
 * Copies of the fixture sets that a state was put back to, named by the hash of the files they came from: the log of changes
 * names them so, and the files themselves may be edited or gone.
 */
export class FixtureCopies {
  readonly #directory: string
  /** Those that have a copy. */
  readonly #copied = new Set<string>()
  /** Those that were read from their copies. */
  readonly #read = new Map<string, FixtureSet>()
  readonly #files = new OneAtATime()

  constructor(directory: string) {
    this.#directory = directory
  }

  add(set: FixtureSet): Promise<void> {
    return this.#files.run(async () => {
      if (this.#copied.has(set.sha256)) return
      if ((await this.#fileOf(set.sha256)) === undefined) await this.#write(set)
      this.#copied.add(set.sha256)
    })
  }

  /** Removes what no state needs any longer. To be called before the first reset: those to come are not known. */
  async keepOnly(needed: ReadonlySet<string>): Promise<void> {
    this.#read.clear()
    for (const file of await readdir(this.#directory)) {
      const [, sha256] = COPY.exec(file) ?? []
      if (sha256 !== undefined && !needed.has(sha256)) await rm(join(this.#directory, file))
    }
  }

  /** @throws DataDirectoryError where there is no copy, or one that was changed */
  async find({ name, sha256 }: FixtureName): Promise<FixtureSet> {
    const known = this.#read.get(sha256)
    if (known !== undefined) return known
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
  async #write({ sha256, state, source }: FixtureSet): Promise<void> {
    const temporary = join(this.#directory, `${sha256}.tmp`)
    await mkdir(this.#directory, { recursive: true })
    const copied = await copyFile(source, temporary).then(
      () => sha256Of(temporary),
      () => undefined
    )
    let written = sha256
    if (copied !== sha256) {
      await writeFixtureFile(temporary, state)
      written = await sha256Of(temporary)
    }
    await rename(temporary, join(this.#directory, `${sha256}-${written}.json`))
  }

  async #fileOf(sha256: string): Promise<string | undefined> {
    const files = await readdir(this.#directory).catch(() => [])
    const file = files.find((name) => name.startsWith(`${sha256}-`))
    return file && join(this.#directory, file)
  }
}
