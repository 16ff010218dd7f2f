import { type ReadonlySignal, signal } from '@preact/signals'

const PAUSE = 800

/** Tells screen readers about changes: counts and results, never single rows of a list. */
export interface Announcer {
  readonly text: ReadonlySignal<string>
  /** The last of several texts in a short time is read. */
  say(text: string): void
}

export function createAnnouncer(): Announcer {
  const text = signal('')
  let timer = 0
  return {
    text,
    say(next) {
      clearTimeout(timer)
      timer = setTimeout(() => {
        text.value = next
      }, PAUSE)
    }
  }
}
