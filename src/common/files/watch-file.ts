import { type Stats, unwatchFile, watchFile as watchStats } from 'node:fs'

/** How often it is looked whether a file was edited, in milliseconds. */
const INTERVAL = 250

/**
 * Calls back when a file was edited. It is looked at again and again, and not told of by the system: what becomes of the target of a
 * link, of a folder that is made anew, and of a volume of another machine is told of by none.
 *
 * @returns what ends the watch
 */
export function watchFile(file: string, onEdit: () => void): () => void {
  const look = ({ ino, mtimeMs, size }: Stats, before: Stats): void => {
    // 0 is one that is gone: an editor may be about to put another in its place. A large file may have been written in part.
    if (mtimeMs > 0 && (mtimeMs !== before.mtimeMs || ino !== before.ino || size !== before.size)) onEdit()
  }
  watchStats(file, { interval: INTERVAL, persistent: false }, look)
  return () => unwatchFile(file, look)
}
