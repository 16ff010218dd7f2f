import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { cleanCommand } from './platform.ts'
import { temporaryFolder } from './temporary.ts'

/** What tests start: the built program, which tap builds before it runs any of them. */
const MAIN = join(packageRoot, 'dist', 'main.cjs')
/** The program as it is shipped, in another process. */
export interface Program {
  /**
   * Starts it in a temporary folder.
   *
   * @param limit needs a shell, as `out` does: the maximum size of the files it writes, in blocks of 512 bytes
   * @param out a file for its standard output
   * @param env environment variables
   */
  start(words: readonly string[], limit?: number, out?: string, env?: Readonly<Record<string, string>>): RunningProgram
}

export interface RunningProgram {
  readonly process: ChildProcessByStdio<null, Readable, Readable>
  /** What it has written so far. */
  readonly output: { out: string; err: string }
  /** Resolves with the URL once it is ready. */
  readonly ready: Promise<string>
  /** Resolves with the exit code, or the name of the signal. */
  readonly ended: Promise<number | string>
}

/** The program, with a temporary folder to run in. @param main the file to start */
export async function program(t: Test, main = MAIN): Promise<Program> {
  const folder = await temporaryFolder(t)
  return {
    start(words, limit, out, env = {}) {
      // Exceeding the limit sends a signal that would kill the process. A full disk only fails the write, so ignore the signal.
      const ignoreSignal = limit === undefined ? [] : ['--import', "data:text/javascript,process.on('SIGXFSZ',()=>{})"]
      const command = cleanCommand([process.execPath, ...ignoreSignal, main, ...words], env)
      const redirect = out === undefined ? '' : ` > ${out}`
      const shell = ['sh', '-c', `ulimit -f ${limit ?? 'unlimited'}; exec "$@"${redirect}`, 'sh']
      const [file = '', ...rest] = limit === undefined && out === undefined ? command : [...shell, ...command]
      const child = spawn(file, rest, {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe']
      })
      t.teardown(() => child.kill('SIGKILL'))
      const output = { out: '', err: '' }
      child.stdout.on('data', (text) => {
        output.out += text
      })
      child.stderr.on('data', (text) => {
        output.err += text
      })
      const ended = once(child, 'close').then(([code, signal]) => signal ?? code)
      const line = once(createInterface(child.stdout), 'line').then(([first]) => JSON.parse(first).url)
      const early = ended.then((code) => {
        throw new Error(`the program ended with ${code}: ${output.err}`)
      })
      const ready = Promise.race([line, early])
      ready.catch(() => {})
      return { process: child, output, ready, ended }
    }
  }
}
