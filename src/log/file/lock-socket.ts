import { randomUUID } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { basename, dirname, join } from 'node:path'

/** Where a process stands that wants a directory: it has it, it may get it, or it is gone or has lost. */
export type Standing = 'holds' | 'waits' | 'out'

/** How long a process may take to say where it stands, in milliseconds. */
const ANSWER_WITHIN = 1000
/** What a connection to the socket of a process that is gone, or just goes, ends with. */
const NOBODY = ['ECONNREFUSED', 'ENOENT', 'ECONNRESET']

/** The socket of one process that wants a directory. It tells every other that asks where this one stands. */
export class LockSocket {
  readonly #place: string
  readonly #file: string
  readonly #server: Server
  #standing: Standing = 'waits'

  private constructor(place: string, file: string) {
    this.#place = place
    this.#file = file
    this.#server = createServer((socket) => socket.on('error', () => {}).end(this.#standing))
  }

  /**
   * It gets its name when it listens already: one that can be seen and does not answer is dead.
   *
   * @param place the path of all sockets of that directory, as far as it is the same
   */
  static async open(place: string): Promise<LockSocket> {
    const name = `${place}${randomUUID().slice(0, 8)}`
    const own = new LockSocket(place, `${name}.sock`)
    // Another user's process may ask too.
    const options = { path: `${name}.new`, readableAll: true, writableAll: true }
    await new Promise<void>((done, fail) => own.#server.once('error', fail).listen(options, done))
    own.#server.unref()
    renameSync(options.path, own.#file)
    return own
  }

  /** Looks at the others. Of several that may get it, the one whose name comes first waits until the others have decided. */
  async compare(): Promise<Standing> {
    const others = await this.#others()
    if (others.length === 0) this.#standing = 'holds'
    else if (!others.every(({ file, standing }) => standing === 'waits' && file > this.#file)) this.#standing = 'out'
    return this.#standing
  }

  /** Those of the other processes that are still in the game; what others left behind is removed. */
  async #others(): Promise<{ file: string; standing: Standing }[]> {
    const folder = dirname(this.#place)
    const files = (await readdir(folder))
      .filter((name) => name.startsWith(basename(this.#place)) && name.endsWith('.sock'))
      .map((name) => join(folder, name))
      .filter((file) => file !== this.#file)
    const all = await Promise.all(files.map(async (file) => ({ file, standing: await standingOf(file) })))
    return all.filter(({ standing }) => standing !== 'out')
  }

  release(): void {
    rmSync(this.#file, { force: true })
    this.#server.close()
  }
}

async function standingOf(file: string): Promise<Standing> {
  const standing = await ask(file)
  // One that cannot be removed, of another user, does no harm: nobody answers there.
  if (standing === 'nobody') await rm(file, { force: true }).catch(() => {})
  return standing === 'holds' || standing === 'waits' ? standing : 'out'
}

/** @returns what is answered there. A process that is stopped answers nothing, and goes on holding what it holds. */
function ask(file: string): Promise<string> {
  return new Promise((done) => {
    let said = ''
    const socket = connect(file).setEncoding('utf8').setTimeout(ANSWER_WITHIN)
    socket.on('data', (text) => {
      said += text
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) => done(NOBODY.includes(String(code)) ? 'nobody' : 'holds'))
    socket.once('timeout', () => {
      done('holds')
      socket.destroy()
    })
    socket.once('end', () => done(said))
  })
}
