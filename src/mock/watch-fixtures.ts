import { resolve } from 'node:path'
import { OneAtATime } from '../common/files/one-at-a-time.ts'
import { watchFile } from '../common/files/watch-file.ts'
import { type FixtureLibrary, loadFixtureSet } from '../fixtures/fixture-library.ts'
import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { SandboxRegistry } from '../sandbox/registry.ts'
import { describeError } from './describe-error.ts'

/**
 * Takes an edited fixture file as a reset does; one that is not valid is told of, and nothing changes.
 *
 * @param set what was loaded from the file
 * @returns what ends the watch
 */
export function watchFixtures(
  { source, name }: FixtureSet,
  library: FixtureLibrary,
  sandboxes: SandboxRegistry,
  notice: (text: string) => void
): () => void {
  // One after the other: a large file that takes long to load must not come after the one that was put in its place.
  const edits = new OneAtATime()
  const take = async (): Promise<void> => {
    try {
      const edited = await loadFixtureSet(source, name)
      if (edited.sha256 === sandboxes.fixtures.sha256) return
      library.replace(edited)
      sandboxes.fixtures = edited
      await sandboxes.default.reset(edited)
      notice(`${source} was edited: the state is what it says now`)
    } catch (error) {
      notice(`${source} was edited, and not taken: ${describeError(error)}`)
    }
  }
  return watchFile(resolve(source), () => edits.run(take))
}
