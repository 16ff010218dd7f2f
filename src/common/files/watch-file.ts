import { clearTimeout, setTimeout } from '../timers.ts'
import { currentVersionOf } from './file-version.ts'

/** In milliseconds. */
const POLL_INTERVAL = 250

/**
 * Calls back when a file changes. It polls, because file system events miss changes behind symbolic links, in recreated
 * directories and on network volumes.
 *
 * @param known the version that the caller has read; the file may have changed since
 * @returns a function that stops watching
 */
export function watchFile(file: string, known: string | undefined, onChange: () => void): () => void {
  let last = known
  let isWatching = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const poll = async (): Promise<void> => {
    // Without a version, the file does not exist: an editor may be about to replace it.
    const version = await currentVersionOf(file)
    if (!isWatching) return
    timer = setTimeout(poll, POLL_INTERVAL).unref()
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
