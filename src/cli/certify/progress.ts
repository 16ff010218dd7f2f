import type { Terminal } from '../command.ts'

const CLEAR = '\r\x1b[K'

/**
 * Shows on a terminal which rule is being tested.
 *
 * @returns a function to call before each rule, and the terminal for everything else, which removes the progress first
 */
export function progress(total: number, terminal: Terminal) {
  if (!terminal.showsProgress) return { onRule: () => {}, quiet: terminal }
  let isShown = false
  const clear = () => {
    if (isShown) terminal.err(CLEAR)
    isShown = false
  }
  const quiet: Terminal = {
    ...terminal,
    out(text) {
      clear()
      terminal.out(text)
    },
    err(text) {
      clear()
      terminal.err(text)
    }
  }
  const onRule = (done: number, id: string) => {
    clear()
    if (done === total) return
    terminal.err(`${String(done + 1).padStart(String(total).length)}/${total} ${id}`)
    isShown = true
  }
  return { onRule, quiet }
}
