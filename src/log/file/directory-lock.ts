import { hash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataDirectoryError } from './errors.ts'
import { LockSocket } from './lock-socket.ts'

/** The longest path of a Unix socket, on the systems where it is shortest. */
const LONGEST_SOCKET_PATH = 103
/** How long the other processes that want the directory are given before they are asked again, in milliseconds. */
const AGAIN_AFTER = 20

/** A data directory that this process holds, until it lets go of it or ends. */
export interface DirectoryLock {
  release(): void
}

/**
 * Holds a data directory for this process, by listening on a Unix socket in it: the system lets go of it at once when the
 * process is killed, and it tells processes apart in containers, where each of them has the number 1.
 *
 * Each process has a socket of its own, which the others can see before it looks for theirs. So of two that start at the same
 * moment at least one sees the other, and what a killed process left behind can be removed without a doubt.
 *
 * @throws DataDirectoryError where another process holds it, or the error of the file system
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const socket = await LockSocket.open(placeOf(resolve(directory)))
  let standing = await socket.compare()
  while (standing === 'waits') {
    await sleep(AGAIN_AFTER)
    standing = await socket.compare()
  }
  if (standing === 'holds') return socket
  socket.release()
  throw new DataDirectoryError(
    `another atrium-atms-mock uses the data directory ${directory}: stop it, give another --data-dir, or use --ephemeral`
  )
}

/** Where the sockets of a directory are, and how their names begin. */
function placeOf(directory: string): string {
  const place = join(directory, 'lock-')
  if (Buffer.byteLength(`${place}12345678.sock`) <= LONGEST_SOCKET_PATH) return place
  return join(tmpdir(), `atrium-atms-mock-${hash('sha256', directory).slice(0, 16)}-`)
}
