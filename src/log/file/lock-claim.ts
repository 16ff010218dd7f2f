import { hash, randomUUID } from 'node:crypto'
import { closeSync, openSync, readFileSync, readlinkSync, renameSync, rmSync } from 'node:fs'
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The status of a process that wants a directory: it holds the lock, it is waiting for it, or it has ended or given up. */
export type LockStatus = 'holds' | 'waits' | 'out'

/**
 * How to ask a process for its status: through a socket in the directory, which every process on this kernel can reach, even from another
 * container; or, on file systems without sockets, at an address outside of the directory.
 */
type Kind = 'sock' | 'file'

/** The entry of one process in a directory. `home` identifies the processes that can reach it. */
export interface Claim {
  readonly name: string
  readonly kind: Kind
  readonly home: string
  readonly id: string
}

/** Earlier versions wrote no `home`. */
const NAME = /^lock-(?:([0-9a-f]{8})-)?([0-9a-z]+)\.(sock|file)$/
/** The longest path of a Unix socket that every system accepts, in bytes. */
const LONGEST_SOCKET_PATH = 103

/** All claims on a directory. */
export async function claimsOn(directory: string): Promise<Claim[]> {
  return (await readdir(directory)).flatMap((name) => {
    const [, home, id = '', kind] = NAME.exec(name) ?? []
    if (kind !== 'sock' && kind !== 'file') return []
    return [{ name, kind, id, home: home ?? homeOf(kind) }]
  })
}

/** The claim of this process. It reports the status of this process to others, until it is released or the process ends. */
export class OwnClaim {
  readonly name: string
  readonly file: string
  status: LockStatus = 'waits'
  readonly #server: Server

  private constructor(directory: string, kind: Kind, id: string) {
    this.name = `lock-${homeOf(kind)}-${id}.${kind}`
    this.file = join(directory, this.name)
    this.#server = createServer((socket) => socket.on('error', () => {}).end(this.status)).unref()
  }

  /**
   * The server listens before others can see the claim, so that a claim whose process refuses connections is abandoned.
   *
   * @throws the error of the file system
   */
  static async make(directory: string): Promise<OwnClaim> {
    const id = randomUUID().slice(0, 8)
    return (await OwnClaim.#withSocket(directory, id)) ?? OwnClaim.#withFile(directory, id)
  }

  /** @returns `undefined` if the file system or the system (Windows) has no sockets, or the directory cannot be written to */
  static async #withSocket(directory: string, id: string): Promise<OwnClaim | undefined> {
    const own = new OwnClaim(directory, 'sock', id)
    const unnamed = `lock-${id}.new`
    try {
      await withShortPath(directory, unnamed, (path) => own.#listen(path))
      renameSync(join(directory, unnamed), own.file)
      return own
    } catch {
      own.release()
      // Some file systems leave a plain file.
      rmSync(join(directory, unnamed), { force: true })
      return undefined
    }
  }

  static async #withFile(directory: string, id: string): Promise<OwnClaim> {
    const own = new OwnClaim(directory, 'file', id)
    await own.#listen(addressOf(id))
    try {
      closeSync(openSync(own.file, 'wx', 0o600))
      return own
    } catch (error) {
      own.release()
      throw error
    }
  }

  release(): void {
    this.#server.close()
    try {
      rmSync(this.file, { force: true })
    } catch {
      // The directory was removed. Other processes cannot see this claim any more.
    }
  }

  #listen(path: string): Promise<void> {
    // Processes of other users may connect, too. An abstract socket has no mode.
    const everybody = !path.startsWith('\0')
    const options = { path, readableAll: everybody, writableAll: everybody }
    return new Promise((done, fail) => void this.#server.once('error', fail).listen(options, done))
  }
}

/** The address of a process whose claim is a file. On macOS and similar systems, it is a socket file; on Linux and Windows, it is not. */
export function addressOf(id: string, platform: string = process.platform): string {
  const name = `atrium-atms-mock-${id}`
  if (platform === 'win32') return `\\\\.\\pipe\\${name}`
  // Not `os.tmpdir()`, which may be another folder for another process.
  return platform === 'linux' ? `\0${name}` : `/tmp/${name}.sock`
}

/**
 * Identifies the processes that can reach each other: they share the kernel and, for addresses outside of the directory, the network
 * namespace of its container.
 */
export function homeOf(kind: Kind, proc = '/proc'): string {
  const kernel = textFrom(() => readFileSync(`${proc}/sys/kernel/random/boot_id`, 'latin1')) ?? hostname()
  const namespace = kind === 'file' ? textFrom(() => readlinkSync(`${proc}/self/ns/net`)) : undefined
  return hash('sha256', `${kernel} ${namespace}`).slice(0, 8)
}

function textFrom(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Passes a path of a directory entry that is short enough for a socket, even if the path of the directory is long. */
export async function withShortPath<T>(directory: string, name: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = join(directory, name)
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return use(path)
  const folder = await mkdtemp(join(tmpdir(), 'mock-'))
  try {
    await symlink(resolve(directory), join(folder, 'd'))
    return await use(join(folder, 'd', name))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
