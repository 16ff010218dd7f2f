import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { FixtureSet } from '../store/fixture-set.ts'
import { fixtureText } from '../store/fixture-text.ts'
import { type State, toBeginWith } from '../store/state.ts'
import { versionOf } from './file-version.ts'
import { FixtureFileError, type Progress, readFixtureFile } from './fixture-file.ts'
import {
  BuiltInFixtureSet,
  OwnFixtureSet,
  requireSetName,
  UnknownFixtureSet,
  UnreadableFixtureSet
} from './fixture-set-errors.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { writeInParts } from './write-file.ts'

/** Where fixture sets are found. */
export interface LibraryOptions {
  /** The folder of those that come with the server: nobody changes them. */
  readonly builtIn: string
  /** A folder of the user's own files, which are not changed either. */
  readonly own?: string | undefined
  /** Where those that are saved are kept; without it they are kept in memory. */
  readonly saved?: string | undefined
}

/** What became of a state that was kept under a name. */
interface Saved {
  readonly set: FixtureSet
  readonly isNew: boolean
}

/**
 * Loads a fixture file as a set.
 *
 * @throws FixtureFileError, or the error of the file system
 */
export async function loadFixtureSet(file: string, name: string, onProgress?: Progress): Promise<FixtureSet> {
  const version = versionOf(file)
  const { result, digest: sha256, isByLine } = await readFixtureFile(file, { onProgress })
  if (!result.ok) throw new FixtureFileError(file, result.problems)
  // A fixture begins a guid sequence, whatever the state had issued that it was exported from.
  const state = { ...result.state, atrium: { ...result.state.atrium, issued: 0 } }
  const canContinue = isByLine && result.provenance === undefined && state.atrium.users.size + state.atms.users.size > 0
  return { name, sha256, source: file, version, state, canContinue }
}

/** The fixture sets by name: each is loaded when it is first asked for, and again when its file was edited. */
export class FixtureLibrary {
  readonly #options: LibraryOptions
  readonly #loaded = new Map<string, FixtureSet>()
  /** The files that were given by their paths, by name. */
  readonly #given = new Map<string, string>()
  readonly #files = new OneAtATime()

  /** @throws where the folder of the user's cannot be read */
  constructor(options: LibraryOptions) {
    this.#options = options
    if (options.own !== undefined) requireFolder(options.own)
  }

  names(): string[] {
    return [...new Set([...this.#filesByName().keys(), ...this.#loaded.keys()])]
  }

  /** @throws FixtureFileError, UnreadableFixtureSet */
  async find(name: string): Promise<FixtureSet | undefined> {
    // Who asks for a known set does not wait for another that is being written.
    return this.#current(name) ?? this.#files.run(() => this.#load(name))
  }

  /** @throws UnknownFixtureSet, FixtureFileError, UnreadableFixtureSet */
  async get(name: string): Promise<FixtureSet> {
    const set = await this.find(name)
    if (set === undefined) throw new UnknownFixtureSet(name, this.names().join(', '))
    return set
  }

  /**
   * The set of that name, or the one in that file, which is known from then on by the file's name without its ending.
   *
   * @throws FixtureFileError, or UnknownFixtureSet where there is neither
   */
  async open(nameOrFile: string, onProgress?: Progress): Promise<FixtureSet> {
    const file = this.#filesByName().get(nameOrFile) ?? nameOrFile
    const name = file === nameOrFile ? this.#nameOf(file) : nameOrFile
    const set = await loadFixtureSet(file, name, onProgress).catch((error) => {
      if (error.code !== 'ENOENT') throw error
      throw new UnknownFixtureSet(nameOrFile, this.names().join(', '))
    })
    this.replace(set)
    if (file === nameOrFile) this.#given.set(name, file)
    return set
  }

  /** Takes a set as it is now: its file was edited. */
  replace(set: FixtureSet): void {
    this.#loaded.set(set.name, set)
  }

  /**
   * Keeps a state under a name.
   *
   * @returns the set, and whether its name is new
   * @throws InvalidFixtureSetName, BuiltInFixtureSet, OwnFixtureSet, or the error of the file system; nothing is changed then
   */
  save(name: string, state: State): Promise<Saved> {
    return this.#files.run(() => this.#save(name, state))
  }

  /** @throws InvalidFixtureSetName, BuiltInFixtureSet, OwnFixtureSet, UnknownFixtureSet */
  remove(name: string): Promise<void> {
    return this.#files.run(() => this.#remove(name))
  }

  /** The set as it was loaded, where its file is still the same. */
  #current(name: string): FixtureSet | undefined {
    const known = this.#loaded.get(name)
    const file = this.#filesByName().get(name)
    return file === undefined || known?.version === versionOf(file) ? known : undefined
  }

  async #load(name: string): Promise<FixtureSet | undefined> {
    const known = this.#current(name)
    const file = this.#filesByName().get(name)
    if (known !== undefined || file === undefined) return known
    const set = await loadFixtureSet(file, name).catch((error) => {
      throw error instanceof FixtureFileError ? error : new UnreadableFixtureSet(name, error.message)
    })
    this.#loaded.set(name, set)
    return set
  }

  async #save(name: string, state: State): Promise<Saved> {
    this.#requireOwn(name)
    const isNew = !this.names().includes(name)
    const { saved } = this.#options
    const begun = await toBeginWith(state)
    const { source, sha256 } = saved === undefined ? await inMemory(begun) : await onDisk(saved, name, begun)
    const set = { name, sha256, source, version: versionOf(source), state: begun }
    this.replace(set)
    return { set, isNew }
  }

  async #remove(name: string): Promise<void> {
    this.#requireOwn(name)
    if (!this.names().includes(name)) throw new UnknownFixtureSet(name, this.names().join(', '))
    const { saved } = this.#options
    if (saved !== undefined) await rm(join(saved, `${name}.json`), { force: true })
    this.#loaded.delete(name)
  }

  /** The name must be one that may be written to: no way out of the directory, and none of the sets that nobody changes. */
  #requireOwn(name: string): void {
    requireSetName(name)
    const { builtIn, own } = this.#options
    const file = filesIn(own).get(name) ?? this.#given.get(name)
    if (file !== undefined) throw new OwnFixtureSet(name, file)
    if (filesIn(builtIn).has(name)) throw new BuiltInFixtureSet(name)
  }

  #nameOf(file: string): string {
    const name = basename(file, '.json')
    return this.names().includes(name) ? file : name
  }

  #filesByName(): Map<string, string> {
    const { builtIn, own, saved } = this.#options
    // Who has a file that is called as one that comes with the server wants that one.
    return new Map([...filesIn(saved), ...filesIn(builtIn), ...filesIn(own)])
  }
}

async function onDisk(folder: string, name: string, state: State): Promise<Pick<FixtureSet, 'source' | 'sha256'>> {
  const source = join(folder, `${name}.json`)
  await mkdir(folder, { recursive: true })
  const sha256 = await writeInParts(`${source}.tmp`, fixtureText(state))
  await rename(`${source}.tmp`, source)
  return { source, sha256 }
}

async function inMemory(state: State): Promise<Pick<FixtureSet, 'source' | 'sha256'>> {
  const sha256 = createHash('sha256')
  for await (const text of Readable.from(fixtureText(state))) sha256.update(text)
  return { source: 'memory', sha256: sha256.digest('hex') }
}

function requireFolder(folder: string): void {
  try {
    readdirSync(folder)
  } catch (error) {
    throw new Error(`the folder of fixtures ${folder} cannot be read: ${(error as Error).message}`)
  }
}

/** The fixture files of a folder, by their names without the ending. */
function filesIn(folder: string | undefined): Map<string, string> {
  if (folder === undefined) return new Map()
  try {
    const files = readdirSync(folder).filter((file) => extname(file) === '.json')
    return new Map(files.map((file) => [basename(file, '.json'), join(folder, file)]))
  } catch {
    return new Map()
  }
}
