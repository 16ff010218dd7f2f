import { randomUUID } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { basename, dirname, join } from 'node:path'

/** The status of a process that wants a directory: it has locked it, it may get it, or it has ended or given up. */
export type LockStatus = 'holds' | 'waits' | 'out'

/** How long another process may take to report its status, in milliseconds. */
const STATUS_TIMEOUT = 1000
/** The errors of a connection to a process that has ended or is ending. */
const ENDED = ['ECONNREFUSED', 'ENOENT', 'ECONNRESET']

/** The socket of one process that wants a directory. It reports the status of this process to all others. */
export class LockSocket {
  readonly #prefix: string
  readonly #file: string
  readonly #server: Server
  #status: LockStatus = 'waits'

  private constructor(prefix: string, file: string) {
    this.#prefix = prefix
    this.#file = file
    this.#server = createServer((socket) => socket.on('error', () => {}).end(this.#status))
  }

  /**
   * The socket gets its name after it has started to listen, so that one that does not respond is dead.
   *
   * @param prefix what the paths of all sockets of the directory start with
   */
  static async open(prefix: string): Promise<LockSocket> {
    const name = `${prefix}${randomUUID().slice(0, 8)}`
    const own = new LockSocket(prefix, `${name}.sock`)
    // Processes of other users may connect, too.
    const options = { path: `${name}.new`, readableAll: true, writableAll: true }
    await new Promise<void>((done, fail) => own.#server.once('error', fail).listen(options, done))
    own.#server.unref()
    renameSync(options.path, own.#file)
    return own
  }

  /** Compares with the others. If several may get the directory, the one whose name comes first waits until the others have decided. */
  async compare(): Promise<LockStatus> {
    const others = await this.#others()
    if (others.length === 0) this.#status = 'holds'
    else if (!others.every(({ file, status }) => status === 'waits' && file > this.#file)) this.#status = 'out'
    return this.#status
  }

  /** The sockets of the other processes that hold or may get the directory. Removes those of processes that have ended. */
  async #others(): Promise<{ file: string; status: LockStatus }[]> {
    const folder = dirname(this.#prefix)
    const files = (await readdir(folder))
      .filter((name) => name.startsWith(basename(this.#prefix)) && name.endsWith('.sock'))
      .map((name) => join(folder, name))
      .filter((file) => file !== this.#file)
    const all = await Promise.all(files.map(async (file) => ({ file, status: await statusOf(file) })))
    return all.filter(({ status }) => status !== 'out')
  }

  release(): void {
    rmSync(this.#file, { force: true })
    this.#server.close()
  }
}

async function statusOf(file: string): Promise<LockStatus> {
  const status = await reportedBy(file)
  // Another user's socket cannot be removed. It does no harm: no process listens on it.
  if (status === 'ended') await rm(file, { force: true }).catch(() => {})
  return status === 'holds' || status === 'waits' ? status : 'out'
}

/** @returns what the process reports. A suspended process reports nothing, and still holds the directory. */
function reportedBy(file: string): Promise<string> {
  return new Promise((done) => {
    let text = ''
    const socket = connect(file).setEncoding('utf8').setTimeout(STATUS_TIMEOUT)
    socket.on('data', (part) => {
      text += part
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) => done(ENDED.includes(String(code)) ? 'ended' : 'holds'))
    socket.once('timeout', () => {
      done('holds')
      socket.destroy()
    })
    socket.once('end', () => done(text))
  })
}
