import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createError } from '@fastify/error'
import { type Problem, Problems } from '../common/problems.ts'
import { reasonOf } from '../common/reason-of.ts'
import { sizeText } from '../common/size-text.ts'
import { suggestion } from '../common/suggestion.ts'
import { FixtureFileError } from '../fixtures/fixture-file.ts'
import { BUILT_IN } from './built-in.ts'
import type { Profile } from './profile-schema.ts'
import { readProfile } from './read-profile.ts'

export const UnknownProfile = createError<[string, string, string]>(
  'MOCK_UNKNOWN_PROFILE',
  "unknown chaos profile '%s'%s (available: %s)",
  404
)
const CannotReadProfiles = createError<[string, string]>('MOCK_CANNOT_READ_PROFILES', 'cannot read %s: %s', 422)

const SUFFIX = '.json'
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/
/** In bytes. */
const MAX_SIZE = 1024 * 1024
const MAX_FILES = 1000

/** The profiles that can be started, and why the others cannot, by the names of their files. */
export interface FoundProfiles {
  readonly valid: readonly Profile[]
  readonly invalid: ReadonlyMap<string, InvalidProfile>
}
export type InvalidProfile = FixtureFileError | InstanceType<typeof CannotReadProfiles>

/** The chaos profiles of a server: the built-in ones, and the files of a folder, which are read each time. */
export class Profiles {
  readonly #folder: string | undefined

  constructor(folder: string | undefined) {
    this.#folder = folder
  }

  /**
   * All profiles. A file replaces the built-in profile of its name, also if it is invalid. A folder that cannot be read is listed as
   * invalid.
   */
  async all(): Promise<FoundProfiles> {
    const valid = new Map(BUILT_IN.map((profile) => [profile.name, profile]))
    const invalid = new Map<string, InvalidProfile>()
    const files = await filesIn(this.#folder).catch((error) => {
      invalid.set(String(this.#folder), error)
      return []
    })
    for (const file of files) {
      const name = file.slice(0, -SUFFIX.length)
      try {
        valid.set(name, await profileIn(join(String(this.#folder), file), name))
      } catch (error) {
        valid.delete(name)
        invalid.set(file, error as InvalidProfile)
      }
    }
    return { valid: [...valid.values()], invalid }
  }

  /** @throws FixtureFileError with all problems of all files; CannotReadProfiles */
  async requireValid(): Promise<void> {
    const { invalid } = await this.all()
    const [first, ...others] = invalid.values()
    if (first === undefined) return
    if (others.length === 0) throw first
    const all = new Problems()
    for (const [file, error] of invalid) {
      for (const { pointer, expected } of problemsOf(error)) all.add(`${file}${pointer && `#${pointer}`}`, expected)
    }
    throw new FixtureFileError(String(this.#folder), all)
  }

  /** @throws UnknownProfile; if its file is invalid or the folder cannot be read, FixtureFileError or CannotReadProfiles */
  async get(name: string): Promise<Profile> {
    const found = await this.all()
    const error = found.invalid.get(name + SUFFIX) ?? found.invalid.get(String(this.#folder))
    if (error !== undefined) throw error
    return found.valid.find((profile) => profile.name === name) ?? unknown(name, found)
  }

  /** Also if its file is invalid. @throws UnknownProfile */
  async requireKnown(name: string): Promise<void> {
    const found = await this.all()
    if (!found.invalid.has(name + SUFFIX) && !found.valid.some((profile) => profile.name === name)) unknown(name, found)
  }
}

function unknown(name: string, { valid }: FoundProfiles): never {
  const names = valid.map((profile) => profile.name)
  throw new UnknownProfile(name, suggestion(name, names), names.join(', '))
}

/** The problems of an invalid profile. */
export const problemsOf = (error: InvalidProfile): readonly Problem[] =>
  error instanceof FixtureFileError ? error.problems.listed : [{ pointer: '', expected: error.message }]

async function filesIn(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return []
  const names = await readdir(folder).catch((error) => Promise.reject(new CannotReadProfiles(folder, reasonOf(error))))
  const files = names.filter((name) => name.endsWith(SUFFIX)).sort()
  if (files.length <= MAX_FILES) return files
  throw new CannotReadProfiles(folder, `it has ${files.length} files, more than the limit of ${MAX_FILES}`)
}

async function profileIn(path: string, name: string): Promise<Profile> {
  if (!NAME.test(name))
    throw invalid(path, 'the file name is the name of the profile: use lower-case letters, digits and -')
  const stats = await stat(path).catch((error) => Promise.reject(new CannotReadProfiles(path, reasonOf(error))))
  if (!stats.isFile()) throw invalid(path, 'expected a file')
  if (stats.size > MAX_SIZE) throw invalid(path, `the file is larger than ${sizeText(MAX_SIZE)}`)
  const text = await readFile(path, 'utf8').catch((error) =>
    Promise.reject(new CannotReadProfiles(path, reasonOf(error)))
  )
  const problems = new Problems()
  const profile = await readProfile(text.replace(/^\ufeff/, ''), name, problems)
  if (profile === undefined) throw new FixtureFileError(path, problems)
  return profile
}

function invalid(path: string, expected: string): FixtureFileError {
  const problems = new Problems()
  problems.add('', expected)
  return new FixtureFileError(path, problems)
}
