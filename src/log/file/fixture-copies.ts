import { chmod, copyFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Records } from '../../api/define-api.ts'
import { versionOf } from '../../common/files/file-version.ts'
import { makeSubdirectory } from '../../common/files/make-directory.ts'
import { sha256Of } from '../../common/files/read-file.ts'
import { replaceFile } from '../../common/files/replace-file.ts'
import { writeInParts } from '../../common/files/write-file.ts'
import { OneAtATime } from '../../common/one-at-a-time.ts'
import { FixtureFileError } from '../../fixtures/fixture-file.ts'
import type { FixtureName, FixtureSet } from '../../fixtures/fixture-set.ts'
import { fixtureText } from '../../fixtures/fixture-text.ts'
import { loadFixtureSet } from '../../fixtures/load-fixture-set.ts'
import { unusable } from './errors.ts'

/** The names of copies, and of unfinished ones. */
const COPY = /^([0-9a-f]{64})[-.]/

/**
 * Copies of the fixture sets that the state was reset to. The log refers to them by the hash of the original files, which may have
 * changed or been deleted.
 */
export class FixtureCopies {
  readonly #apis: readonly Records[]
  readonly #directory: string
  /** Cached copies, by hash. */
  readonly #read = new Map<string, FixtureSet>()
  readonly #files = new OneAtATime()

  constructor(apis: readonly Records[], directory: string) {
    this.#apis = apis
    this.#directory = directory
  }

  /** @returns the path of the copy */
  add(set: FixtureSet): Promise<string> {
    return this.#files.run(async () => (await this.#fileOf(set.sha256)) ?? (await this.#write(set)))
  }

  /** Removes the other copies, and those that a killed server had not finished. @returns the hashes of those that remain */
  keepOnly(isNeeded: (sha256: string) => boolean): Promise<Set<string>> {
    this.#read.clear()
    return this.#files.run(async () => {
      const remaining = new Set<string>()
      for (const file of await this.#names()) {
        const [, sha256] = COPY.exec(file) ?? []
        if (sha256 === undefined) continue
        if (isNeeded(sha256) && !file.endsWith('.tmp')) remaining.add(sha256)
        else await rm(join(this.#directory, file), { recursive: true })
      }
      return remaining
    })
  }

  /** @throws DataDirectoryError if there is no copy, or if it was changed */
  async find({ name, sha256 }: FixtureName): Promise<FixtureSet> {
    const known = this.#read.get(sha256)
    // Two sets with different names may have the same content.
    if (known !== undefined) return { ...known, name }
    const file = await this.#fileOf(sha256)
    const unreadable = (reason: string): Error =>
      unusable(
        `cannot read ${file ?? join(this.#directory, `${sha256}-*.json`)}, the copy of the fixtures '${name}': ${reason}`
      )
    if (file === undefined) throw unreadable('it is missing')
    const set = await loadFixtureSet(this.#apis, file, name).catch((error) => {
      throw unreadable(error instanceof FixtureFileError ? 'it is damaged' : error.message)
    })
    if (!file.endsWith(`-${set.sha256}.json`)) throw unreadable('it is damaged or was edited')
    this.#read.set(sha256, { ...set, sha256 })
    return { ...set, sha256 }
  }

  /**
   * Copies the file of the set; writes the set from memory if the file has changed, does not exist, or is not plain. The name of the copy
   * ends with the hash of its bytes.
   */
  async #write(set: FixtureSet): Promise<string> {
    const { sha256, state } = set
    const temporary = join(this.#directory, `${sha256}.tmp`)
    await makeSubdirectory(this.#directory)
    const isCopied = (await copyOf(set, temporary)) === sha256
    const written = isCopied ? sha256 : await writeInParts(temporary, fixtureText(this.#apis, state))
    const file = join(this.#directory, `${sha256}-${written}.json`)
    await replaceFile(temporary, file)
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

/** @returns the hash of the copy; `undefined` if the file cannot be copied, or gives other records when it is read again */
async function copyOf(
  { sha256, source, version, canContinue, isPlain }: FixtureSet,
  file: string
): Promise<string | undefined> {
  if (isPlain === false) return undefined
  try {
    await copyFile(source, file)
    // The copy has the mode of the original.
    await chmod(file, 0o600)
  } catch {
    return undefined
  }
  // Reading a large copy again would take long: it is the same as long as the file is.
  return canContinue && version === versionOf(source) ? sha256 : sha256Of(file)
}
