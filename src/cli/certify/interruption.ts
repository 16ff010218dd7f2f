import type { Terminal } from '../command.ts'
import { howToCleanUp } from './finish-run.ts'

export interface Interruption {
  /** Aborted when the command is interrupted. */
  readonly signal: AbortSignal
  /** The exit code of an interrupted command. */
  code(): number
  /** Resolves with the exit code when the command is interrupted again: it ends at once. */
  readonly again: Promise<number>
}

/** Announces an interruption, and ends at the second one. @param journal the file that a clean-up would need */
export function watchInterruption(terminal: Terminal, journal: () => string | undefined): Interruption {
  const controller = new AbortController()
  let code = 0
  const again = terminal.interrupted.then((received) => {
    code = received
    controller.abort()
    if (journal() !== undefined) terminal.err('removing what was created. Press Ctrl+C again to stop at once\n')
    return terminal.nextInterruption().then((second) => {
      const file = journal()
      terminal.err(file === undefined ? 'stopped\n' : `stopped. ${howToCleanUp(file)}\n`)
      return second
    })
  })
  return { signal: controller.signal, code: () => code, again }
}
