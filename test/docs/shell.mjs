// One bash for a page: variables and the current directory persist from block to block.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'

const TIMEOUT_SECONDS = 180
const SECONDS_TO_END = 10

/** Everything that it starts is in its process group, or in that of a background block. */
export class Shell {
  #bash
  #scripts
  #lines
  #ended
  #blocks = 0
  #groups = new Set()
  #killAll = () => {
    for (const group of this.#groups) signal(group, 'SIGKILL')
  }

  /** @param scripts a folder for the blocks and what they print */
  constructor(folder, scripts, env) {
    mkdirSync(scripts, { recursive: true })
    this.#scripts = scripts
    this.#bash = spawn('bash', ['--noprofile', '--norc'], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['pipe', 'ignore', 'inherit', 'pipe']
    })
    this.#groups.add(this.#bash.pid)
    // They do not end with this process.
    process.prependOnceListener('exit', this.#killAll)
    this.#lines = createInterface(this.#bash.stdio[3])
    this.#ended = once(this.#bash, 'exit')
    this.#bash.stdin.on('error', () => undefined)
    this.#bash.stdin.write('set -eo pipefail\n')
  }

  /** Runs a block. @returns {Promise<{ output: string, problem?: string }>} */
  async run(text) {
    const { script, output } = this.#save(text)
    this.#bash.stdin.write(`source ${script} </dev/null >${output} 2>&1 3>&-; echo done >&3\n`)
    const abort = new AbortController()
    const result = await Promise.race([
      once(this.#lines, 'line', abort).then(() => undefined),
      this.#ended.then(([code, signal]) => `exit ${code ?? signal}`),
      setTimeout(TIMEOUT_SECONDS * 1000, `it still runs after ${TIMEOUT_SECONDS} seconds`, abort)
    ])
    abort.abort()
    return { output: readFileSync(output, 'utf8'), ...(result !== undefined && { problem: result }) }
  }

  /** Starts a block in the background, in its own process group. */
  async start(text) {
    const { script, output } = this.#save(text)
    const line = once(this.#lines, 'line')
    this.#bash.stdin.write(`set -m; (set +m; source ${script}) </dev/null >${output} 2>&1 3>&- & echo $! >&3; set +m\n`)
    const ended = this.#ended.then(([code]) => Promise.reject(new Error(`the shell ended with ${code}`)))
    const group = Number((await Promise.race([line, ended]))[0])
    this.#groups.add(group)
    return { group, output: () => readFileSync(output, 'utf8'), isRunning: () => isRunning(group) }
  }

  /** Ends a background block and everything that it started. */
  async stop(group) {
    this.#groups.delete(group)
    await endGroup(group)
  }

  /** Ends everything. */
  async close() {
    for (const group of [...this.#groups].reverse()) await this.stop(group)
    process.off('exit', this.#killAll)
  }

  #save(text) {
    const script = join(this.#scripts, `${++this.#blocks}.sh`)
    const output = join(this.#scripts, `${this.#blocks}.out`)
    writeFileSync(script, text)
    writeFileSync(output, '')
    return { script, output }
  }
}

async function endGroup(group) {
  signal(group, 'SIGTERM')
  for (let i = 0; i < SECONDS_TO_END * 20 && isRunning(group); i++) await setTimeout(50)
  signal(group, 'SIGKILL')
}

const isRunning = (group) => signal(group, 0)

/** @returns whether the group has a process */
function signal(group, name) {
  try {
    process.kill(-group, name)
    return true
  } catch {
    return false
  }
}
