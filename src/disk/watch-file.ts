import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** How long an editor may take to write a file, in milliseconds. */
const SETTLE = 50

/**
 * Calls back when a file was edited. The folder is watched, not the file: many editors write a new file and rename it.
 *
 * @returns what ends the watch
 */
export function watchFile(file: string, onEdit: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(dirname(file), (_event, name) => {
    if (name !== basename(file)) return
    clearTimeout(timer)
    timer = setTimeout(onEdit, SETTLE)
  })
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}
