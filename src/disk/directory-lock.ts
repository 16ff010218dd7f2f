import { hash } from 'node:crypto'
import { unlinkSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DataDirectoryError } from './errors.ts'

/** The longest path of a Unix socket, on the systems where it is shortest. */
const LONGEST_SOCKET_PATH = 103

/**
 * Holds a data directory for this process, by listening on a Unix socket in it: the system lets go of it at once when the
 * process is killed, and it tells processes apart in containers, where each of them has the number 1.
 *
 * @throws DataDirectoryError where another process holds it
 */
export async function lockDirectory(directory: string): Promise<Server> {
  const path = socketPath(resolve(directory))
  try {
    return await listen(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
  }
  if (await answers(path)) {
    throw new DataDirectoryError(
      `another atrium-atms-mock uses the data directory ${directory}: stop it, give another --data-dir, or use --ephemeral`
    )
  }
  unlinkSync(path)
  return listen(path)
}

function socketPath(directory: string): string {
  const path = join(directory, 'lock.sock')
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path
  return join(tmpdir(), `atrium-atms-mock-${hash('sha256', directory).slice(0, 16)}.sock`)
}

function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((done, fail) => server.once('error', fail).listen(path, () => done(server.unref())))
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path)
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.once('connect', () => socket.destroy())
  })
}
