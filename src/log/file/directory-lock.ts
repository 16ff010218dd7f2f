import { hash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { sleep } from '../../common/timers.ts'
import { DataDirectoryError } from './errors.ts'
import { LockSocket } from './lock-socket.ts'

/** The longest path of a Unix socket that every system accepts. */
const LONGEST_SOCKET_PATH = 103
/** How long to wait for the decision of other processes before asking them again, in milliseconds. */
const RETRY_AFTER = 20

/** A data directory that this process has locked, until it releases it or ends. */
export interface DirectoryLock {
  release(): void
}

/**
 * Locks a data directory for this process by listening on a Unix socket in it. The system ends that at once if the process is killed, and
 * it works across containers, in each of which the process has the id 1.
 *
 * Each process has a socket with another name, and the others can see it before it looks for theirs. So if two start at the same moment,
 * at least one sees the other, and the socket of a killed process can safely be removed.
 *
 * @throws DataDirectoryError if another process has locked it, or the error of the file system
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const socket = await LockSocket.open(socketPrefix(resolve(directory)))
  let status = await socket.compare()
  while (status === 'waits') {
    await sleep(RETRY_AFTER)
    status = await socket.compare()
  }
  if (status === 'holds') return socket
  socket.release()
  throw new DataDirectoryError(
    `another atrium-atms-mock uses the data directory ${directory}: stop it, use another --data-dir, or --ephemeral`
  )
}

/** What the paths of all sockets of a directory start with. */
function socketPrefix(directory: string): string {
  const prefix = join(directory, 'lock-')
  if (Buffer.byteLength(`${prefix}12345678.sock`) <= LONGEST_SOCKET_PATH) return prefix
  return join(tmpdir(), `atrium-atms-mock-${hash('sha256', directory).slice(0, 16)}-`)
}
