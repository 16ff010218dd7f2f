import { hash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'

const LONGEST_KEY = 100
/** Windows reserves these names, and does not allow a dot at the end. */
const DEVICE_OF_WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|\.$/i

/**
 * The name of the folder with the saved state of a fixture set: the name of the set, or for a file its base name and a hash of its path.
 *
 * @param set as the library opened it
 * @param nameOrFile the value of `--fixtures`
 */
export async function stateKeyOf({ name, source }: FixtureSet, nameOrFile: string): Promise<string> {
  if (source === nameOrFile) return withHash(basename(nameOrFile, '.json'), await realpath(nameOrFile))
  const isSafe =
    /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && !DEVICE_OF_WINDOWS.test(name) && name.length <= LONGEST_KEY
  return isSafe ? name : withHash(name, name)
}

const withHash = (name: string, hashed: string): string =>
  `${safe(name).slice(0, LONGEST_KEY)}-${hash('sha256', hashed).slice(0, 8)}`

/** Replaces characters with a meaning in paths, and a leading dot. */
const safe = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]|^\./g, '_')
