import type { Terminal } from '../../src/cli/command.ts'
import { runProgram } from '../../src/cli/program.ts'

/** The output and exit code of a command. */
export interface Run {
  readonly out: string
  readonly err: string
  readonly code: number
}

/** The first output of a server that is ready. */
const READY = /^(?:\{"event":"ready"|atrium-atms-mock is ready\n)/

/** A terminal that collects the output. It interrupts a server as soon as it is ready. */
export function fakeTerminal(given: Partial<Terminal> = {}, onWrite: (out: string) => void = () => {}) {
  const written = { out: '', err: '' }
  let end: (code: number) => void = () => {}
  const terminal: Terminal = {
    out: (text) => {
      written.out += text
      onWrite(written.out)
      if (READY.test(text)) end(143)
    },
    err: (text) => {
      written.err += text
    },
    isInteractive: false,
    hasColors: false,
    showsProgress: false,
    environment: {},
    interrupted: new Promise((resolve) => (end = resolve)),
    nextInterruption: () => new Promise(() => {}),
    ...given
  }
  return { terminal, written }
}

/** Runs a command in this process until it ends. A server is interrupted as soon as it is ready. */
export async function run(words: readonly string[], given: Partial<Terminal> = {}): Promise<Run> {
  const { terminal, written } = fakeTerminal(given)
  const code = await runProgram(words, terminal)
  return { ...written, code }
}

/** Starts a server in this process, as from the command line. @returns its first output, and a function to stop it */
export async function served(words: readonly string[], given: Partial<Terminal> = {}) {
  let end: (code: number) => void = () => {}
  const interrupted = new Promise<number>((resolve) => (end = resolve))
  let started: (out: string) => void = () => {}
  const first = new Promise<string>((resolve) => (started = resolve))
  const { terminal, written } = fakeTerminal({ interrupted, ...given }, (out) => started(out))
  const code = runProgram(words, terminal)
  const early = code.then(() => {
    throw new Error(`exited early: ${written.err}`)
  })
  early.catch(() => {})
  const message = await Promise.race([first, early])
  const stop = () => {
    end(143)
    return code
  }
  return { message, written, stop }
}
