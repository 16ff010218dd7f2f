import { type Stats, unwatchFile, watchFile as watchStats } from 'node:fs'

/** In milliseconds. */
const POLL_INTERVAL = 250

/**
 * Calls back when a file changes. It polls, because file system events miss changes behind symbolic links, in recreated
 * directories and on network volumes.
 *
 * @returns a function that stops watching
 */
export function watchFile(file: string, onChange: () => void): () => void {
  const compare = ({ ino, mtimeMs, size }: Stats, before: Stats): void => {
    // A time of 0 means that the file is gone: an editor may be about to replace it. The size: a large file may be written in parts under one timestamp.
    if (mtimeMs > 0 && (mtimeMs !== before.mtimeMs || ino !== before.ino || size !== before.size)) onChange()
  }
  watchStats(file, { interval: POLL_INTERVAL, persistent: false }, compare)
  return () => unwatchFile(file, compare)
}
