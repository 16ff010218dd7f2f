import { readdirSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { createError } from '@fastify/error'
import type { FixtureSet } from '../store/fixture-set.ts'
import { FixtureFileError, type Progress, readFixtureFile } from './fixture-file.ts'

export const UnknownFixtureSet = createError<[string, string]>(
  'MOCK_UNKNOWN_FIXTURES',
  "there is no fixture set '%s': known are %s",
  404
)

/**
 * Loads a fixture file as a set.
 *
 * @throws FixtureFileError, or the error of the file system
 */
export async function loadFixtureSet(file: string, name: string, onProgress?: Progress): Promise<FixtureSet> {
  const { result, sha256 } = await readFixtureFile(file, onProgress)
  if (!result.ok) throw new FixtureFileError(file, result.problems)
  // A fixture begins a guid sequence, whatever the state had issued that it was exported from.
  const state = { ...result.state, atrium: { ...result.state.atrium, issued: 0 } }
  return { name, sha256, source: file, state }
}

/** The fixture sets by name: those that come with the server, each loaded when it is first asked for, and those added. */
export class FixtureLibrary {
  readonly #directory: string
  readonly #loaded = new Map<string, FixtureSet>()

  /** @param directory the files of the sets that come with the server, named as they are */
  constructor(directory: string) {
    this.#directory = directory
  }

  add(set: FixtureSet): void {
    this.#loaded.set(set.name, set)
  }

  names(): string[] {
    const builtIn = readdirSync(this.#directory)
      .filter((file) => extname(file) === '.json')
      .map((file) => basename(file, '.json'))
    return [...new Set([...builtIn, ...this.#loaded.keys()])]
  }

  /** @throws FixtureFileError */
  async find(name: string): Promise<FixtureSet | undefined> {
    const known = this.#loaded.get(name)
    if (known !== undefined || !this.names().includes(name)) return known
    const set = await loadFixtureSet(join(this.#directory, `${name}.json`), name)
    this.add(set)
    return set
  }

  /**
   * The set of that name, or the one in that file, which is known from then on by the file's name without its ending.
   *
   * @throws FixtureFileError, or an error that says what is known where there is neither
   */
  async open(nameOrFile: string, onProgress?: Progress): Promise<FixtureSet> {
    const known = await this.find(nameOrFile)
    if (known !== undefined) return known
    const name = basename(nameOrFile, '.json')
    const set = await loadFixtureSet(nameOrFile, this.names().includes(name) ? nameOrFile : name, onProgress).catch(
      (error) => {
        if (error.code !== 'ENOENT') throw error
        throw new UnknownFixtureSet(nameOrFile, this.names().join(', '))
      }
    )
    this.add(set)
    return set
  }

  async all(): Promise<FixtureSet[]> {
    const sets = await Promise.all(this.names().map((name) => this.find(name)))
    return sets.filter((set) => set !== undefined)
  }
}
