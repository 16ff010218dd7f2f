import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createError } from '@fastify/error'
import { Problems } from '../common/problems.ts'
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

const NAME = /^([a-z0-9][a-z0-9-]{0,62})\.json$/
/** In bytes. */
const MAX_SIZE = 1024 * 1024
const MAX_FILES = 1000

/** The chaos profiles of a server: the built-in ones, and the files of a folder, which are read each time. */
export class Profiles {
  readonly #folder: string | undefined

  constructor(folder: string | undefined) {
    this.#folder = folder
  }

  /**
   * All profiles. A file replaces the built-in profile of its name.
   *
   * @throws FixtureFileError with all problems of the first invalid file; CannotReadProfiles
   */
  async all(): Promise<Profile[]> {
    const byName = new Map(BUILT_IN.map((profile) => [profile.name, profile]))
    if (this.#folder !== undefined) {
      for (const file of await filesIn(this.#folder)) {
        const profile = await profileIn(join(this.#folder, file), file.replace(NAME, '$1'))
        byName.set(profile.name, profile)
      }
    }
    return [...byName.values()]
  }

  /** @throws UnknownProfile; what `all` throws */
  async get(name: string): Promise<Profile> {
    const profiles = await this.all()
    const found = profiles.find((profile) => profile.name === name)
    if (found !== undefined) return found
    const names = profiles.map((profile) => profile.name)
    throw new UnknownProfile(name, suggestion(name, names), names.join(', '))
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error) => Promise.reject(new CannotReadProfiles(folder, reasonOf(error))))
  const files = names.filter((name) => name.endsWith('.json')).sort()
  if (files.length > MAX_FILES)
    throw new CannotReadProfiles(folder, `it has ${files.length} files, more than the limit of ${MAX_FILES}`)
  const wrong = files.find((name) => !NAME.test(name))
  if (wrong === undefined) return files
  throw invalid(join(folder, wrong), 'the file name is the name of the profile: use lower-case letters, digits and -')
}

async function profileIn(path: string, name: string): Promise<Profile> {
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
