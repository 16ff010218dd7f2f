import type { Terminal } from '../../src/cli/command.ts'
import { runProgram } from '../../src/cli/program.ts'

/** What a run of the command line wrote, and how it ended. */
export interface Run {
  readonly out: string
  readonly err: string
  readonly code: number
}

/** What a server says when it is ready. */
const READY = /^(?:\{"event":"ready"|atrium-atms-mock is ready\n)/

/** A terminal that keeps what is written, and calls back with each piece. */
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
    environment: {},
    asked: new Promise((resolve) => (end = resolve)),
    ...given
  }
  return { terminal, written }
}

/** Runs the command line in this process, to its end. A server is asked to end as soon as it is ready. */
export async function run(words: readonly string[], given: Partial<Terminal> = {}): Promise<Run> {
  const { terminal, written } = fakeTerminal(given)
  const code = await runProgram(words, terminal)
  return { ...written, code }
}

/** Starts a server on the command line in this process. @returns its first output, and what ends it */
export async function served(words: readonly string[], given: Partial<Terminal> = {}) {
  let end: (code: number) => void = () => {}
  const asked = new Promise<number>((resolve) => (end = resolve))
  let started: (out: string) => void = () => {}
  const first = new Promise<string>((resolve) => (started = resolve))
  const { terminal, written } = fakeTerminal({ asked, ...given }, (out) => started(out))
  const code = runProgram(words, terminal)
  const early = code.then(() => {
    throw new Error(`it ended: ${written.err}`)
  })
  early.catch(() => {})
  const message = await Promise.race([first, early])
  const stop = () => {
    end(143)
    return code
  }
  return { message, written, stop }
}
