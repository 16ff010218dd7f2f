import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { temporaryFolder } from './temporary.ts'

/** tap puts its own hooks into each Node that a test starts, whatever environment it is given: they double the time of a start.
 * And Node reads the certificates that its surroundings may name first, for half of that time. */
const ALONE = ['-u', 'NODE_OPTIONS', '-u', 'NODE_EXTRA_CA_CERTS']

/** The program as users run it: bundled, in a process of its own. */
export interface Program {
  /**
   * Starts it.
   *
   * @param limit the size that no file may pass, in blocks of 512 bytes
   * @param out a file that its output goes to
   */
  start(words: readonly string[], limit?: number, out?: string): RunningProgram
}

export interface RunningProgram {
  readonly process: ChildProcessByStdio<null, Readable, Readable>
  /** What it wrote so far. */
  readonly output: { out: string; err: string }
  /** Resolves with the address once it is ready. */
  readonly ready: Promise<string>
  /** Resolves with the exit code, or the name of the signal. */
  readonly ended: Promise<number | string>
}

/** Bundles the program into a folder of its own. */
export async function program(t: Test): Promise<Program> {
  const folder = await temporaryFolder(t)
  const words = ['scripts/build.mjs', join(folder, 'dist'), 'program']
  await promisify(execFile)('env', [...ALONE, process.execPath, ...words], { cwd: packageRoot })
  await cp(join(packageRoot, 'package.json'), join(folder, 'package.json'))
  await symlink(join(packageRoot, 'fixtures'), join(folder, 'fixtures'))
  return {
    start(words, limit, out) {
      const main = [join(folder, 'dist', 'main.cjs'), ...words]
      // A limit comes with a signal that ends the process, which a full disk does not: it is caught.
      const caught = limit === undefined ? [] : ['--import', "data:text/javascript,process.on('SIGXFSZ',()=>{})"]
      const command = ['env', ...ALONE, process.execPath, ...caught, ...main]
      const limited = limit === undefined ? '' : `ulimit -f ${limit}; `
      const directed = out === undefined ? '' : ` > ${out}`
      const [file = '', ...rest] = ['sh', '-c', `${limited}exec "$@"${directed}`, 'sh', ...command]
      const child = spawn(file, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
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
        throw new Error(`it ended with ${code}: ${output.err}`)
      })
      const ready = Promise.race([line, early])
      ready.catch(() => {})
      return { process: child, output, ready, ended }
    }
  }
}
