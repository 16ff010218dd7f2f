import { resolve } from 'node:path'
import { watchFile } from '../common/files/watch-file.ts'
import { OneAtATime } from '../common/one-at-a-time.ts'
import type { AssembledMock } from './assemble.ts'
import { describeError } from './describe-error.ts'

/**
 * Resets to the fixture file whenever it changes. An invalid file is reported, and nothing changes.
 *
 * @returns ends the watch
 */
export function watchFixtures(
  { library, sandboxes, fixtures: { source, name } }: AssembledMock,
  notice: (text: string) => void = () => {}
): () => void {
  // In order: a large file that takes long to load must not overtake the one that replaced it.
  const edits = new OneAtATime()
  const reload = async (): Promise<void> => {
    try {
      const edited = await library.read(source, name)
      if (edited.sha256 === sandboxes.fixtures.sha256) return
      library.replace(edited)
      sandboxes.fixtures = edited
      await sandboxes.default.reset(edited)
      notice(`${source} changed: reset to its contents`)
    } catch (error) {
      notice(`${source} changed but is invalid: keeping the current state: ${describeError(error)}`)
    }
  }
  return watchFile(resolve(source), () => edits.run(reload))
}
