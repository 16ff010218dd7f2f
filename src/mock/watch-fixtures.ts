import { resolve } from 'node:path'
import { watchFile } from '../common/files/watch-file.ts'
import { OneAtATime } from '../common/one-at-a-time.ts'
import { clearTimeout, setTimeout } from '../common/timers.ts'
import { FixtureFileError } from '../fixtures/fixture-file.ts'
import { fixtureWarnings } from '../fixtures/fixture-warnings.ts'
import type { AssembledMock } from './assemble.ts'
import { describeError } from './describe-error.ts'

/** How soon to try again if the reset could not be stored, in milliseconds. */
const RETRY_AFTER = 1000

/**
 * Resets to the fixture file whenever it changes. Reports an invalid file and keeps the current state. If the reset cannot be stored, for
 * example because the disk is full, reports that and tries again.
 *
 * @returns a function that stops watching
 */
export function watchFixtures(
  { apis, library, sandboxes, fixtures: { source, name, version } }: AssembledMock,
  notice: (text: string) => void = () => {}
): () => void {
  // In order: a large file that loads slowly must not replace a newer version.
  const edits = new OneAtATime()
  const file = resolve(source)
  let reported: string | undefined
  let isWatching = true
  let retry: ReturnType<typeof setTimeout> | undefined
  const report = (text: string): void => {
    if (text !== reported) notice(text)
    reported = text
  }
  const reload = async (): Promise<void> => {
    if (!isWatching) return
    // At most one retry is pending, even if the file changes again.
    clearTimeout(retry)
    try {
      const edited = await library.read(source, name)
      if (edited.sha256 === sandboxes.fixtures.sha256) return
      await sandboxes.default.reset(edited)
      library.replace(edited)
      sandboxes.renewFixtures(edited)
      reported = undefined
      notice(`${source} changed: reset to its contents`)
      for (const warning of fixtureWarnings(apis, edited.state, sandboxes.auth)) notice(`${source}: ${warning}`)
    } catch (error) {
      // A reset also reads the files of stubs: an invalid one of those does not make this file invalid.
      if (error instanceof FixtureFileError && error.file === source) {
        report(`${source} changed but is invalid: keeping the current state: ${describeError(error)}`)
        return
      }
      report(
        `${source} changed, but the state cannot be reset to it: ${describeError(error)}. Trying again every second`
      )
      retry = setTimeout(() => edits.run(reload), RETRY_AFTER).unref()
    }
  }
  const unwatch = watchFile(file, version, {
    onChange: () => edits.run(reload),
    onRemoved: () =>
      notice(`${source} was removed or cannot be reached: its last version stays in use until the file is back`)
  })
  return () => {
    isWatching = false
    clearTimeout(retry)
    unwatch()
  }
}
