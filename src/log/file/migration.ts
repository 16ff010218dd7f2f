import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import { FILES } from './file-names.ts'
import { copyVersionOne, findVersionOne, removeVersionOne } from './version-one-layout.ts'

/** How to migrate a state that version one saved in the data directory itself. */
export interface Migration {
  /** Whether the state is to be read from there. */
  readonly isNeeded: boolean
  /** Puts its files into the folder of the state. */
  before(): Promise<void>
  /** Removes its files if the folder has them, or if the state is discarded. @param store identifies the state that was started */
  after(store: string): Promise<void>
  /** Messages for the user. */
  notices(store: string): string[]
}

interface MigrationOptions {
  readonly directory: string
  readonly fixtures: FixtureSet
  readonly fresh: boolean
}

/** @param path the folder of the state that is opened */
export async function planMigration(
  { directory: root, fixtures, fresh }: MigrationOptions,
  path: string
): Promise<Migration> {
  const found = await findVersionOne(root)
  if (found === undefined) return none([])
  const file = join(root, FILES.state)
  if (found === 'unreadable') return none([`${file} is not a saved state of any version: ignored it`])
  const { name } = found.startedFrom
  if (name !== fixtures.name)
    return none([
      `${file} is the state of an earlier version for the fixtures '${name}': start with them to migrate it`
    ])

  const isSaved = existsSync(join(path, FILES.state)) || existsSync(join(path, FILES.log))
  const isNeeded = !isSaved && !fresh
  return {
    isNeeded,
    before: async () => {
      if (isNeeded) await copyVersionOne(root, path)
    },
    after: async (store) => {
      // If the store is the same, a process copied the files and was killed before it removed them.
      if (fresh || store === found.store) await removeVersionOne(root)
    },
    notices(store) {
      if (isNeeded) return [`migrated the state of an earlier version to ${path}`]
      if (fresh || store === found.store) return []
      return [`${file} is the state of an earlier version and is ignored, because there is a newer one in ${path}`]
    }
  }
}

const none = (notices: string[]): Migration => ({
  isNeeded: false,
  before: async () => {},
  after: async () => {},
  notices: () => notices
})
