import { clearTimeout, setTimeout } from '../timers.ts'
import { currentVersionOf } from './file-version.ts'

/** In milliseconds. */
const POLL_INTERVAL = 250
/** An editor may remove a file briefly to replace it. */
const POLLS_UNTIL_REMOVED = 4

/**
 * Calls back when a file changes, or cannot be found for a second. It polls, because file system events miss changes behind symbolic links, in recreated
 * directories and on network volumes.
 *
 * @param known the version that the caller has read; the file may have changed since
 * @returns a function that stops watching
 */
export function watchFile(
  file: string,
  known: string | undefined,
  { onChange, onRemoved }: { onChange: () => void; onRemoved: () => void }
): () => void {
  let last = known
  let pollsWithoutFile = 0
  let isWatching = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const poll = async (): Promise<void> => {
    const version = await currentVersionOf(file)
    if (!isWatching) return
    timer = setTimeout(poll, POLL_INTERVAL).unref()
    pollsWithoutFile = version === undefined ? pollsWithoutFile + 1 : 0
    if (pollsWithoutFile === POLLS_UNTIL_REMOVED) onRemoved()
    if (version === undefined || version === last) return
    last = version
    onChange()
  }
  poll()
  return () => {
    isWatching = false
    clearTimeout(timer)
  }
}
