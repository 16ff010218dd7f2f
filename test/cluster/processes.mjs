// Child processes that can be killed, frozen and restarted. Neither they nor temporary folders outlive this process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const children = new Set()
const folders = new Set()
/** The ports of programs that perhaps do not run yet. */
const given = new Set()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129]
]) {
  process.on(signal, () => process.exit(code))
}

/** Starts a program that ends with this process. */
export function start([file, ...words], env = process.env) {
  const child = spawn(file, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  child.once('close', () => children.delete(child))
  return child
}

/** Runs a function with a temporary folder. */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'mock-cluster-'))
  folders.add(folder)
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    folders.delete(folder)
  }
}

const KEPT_OUTPUT = 8000

/** A program that runs in the background. It can be started again after it has ended. */
export class Process {
  /**
   * @param name for messages
   * @param command the program and its arguments
   */
  constructor(name, command) {
    this.name = name
    this.command = command
    this.output = ''
    this.isFrozen = false
  }

  get pid() {
    return this.child?.pid
  }

  get isRunning() {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null
  }

  start() {
    if (this.isRunning) throw new Error(`${this.name} is already running`)
    const child = start(this.command)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.output = (this.output + text).slice(-KEPT_OUTPUT)
      })
    }
    this.child = child
    this.isFrozen = false
  }

  /** Ends it at once, also if it is frozen. */
  async kill() {
    await this.#end('SIGKILL')
  }

  /** Asks it to stop, and waits until it has. @returns its exit code */
  async stop() {
    this.resume()
    await this.#end('SIGTERM')
    return this.child.exitCode
  }

  freeze() {
    if (this.isRunning) this.isFrozen = this.child.kill('SIGSTOP')
  }

  resume() {
    if (this.isRunning) this.child.kill('SIGCONT')
    this.isFrozen = false
  }

  async #end(signal) {
    if (!this.isRunning) return
    const closed = once(this.child, 'close')
    this.child.kill(signal)
    await closed
  }
}

/** Ports that no program uses now. Each is returned only once. */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    })
  )
  const ports = servers.map((server) => server.address().port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  if (ports.some((port) => given.has(port))) return freePorts(count)
  for (const port of ports) given.add(port)
  return ports
}

/** Calls a function until it returns something else than `undefined` or false. @throws with what it last threw after a time */
export async function until(what, check, milliseconds = 30_000) {
  const end = performance.now() + milliseconds
  let last
  for (;;) {
    try {
      const result = await check()
      if (result !== undefined && result !== false) return result
    } catch (error) {
      last = error
    }
    if (performance.now() > end) throw new Error(`${what}: not within ${milliseconds} ms`, { cause: last })
    await new Promise((done) => setTimeout(done, 25))
  }
}
