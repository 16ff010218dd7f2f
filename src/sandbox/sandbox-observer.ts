import type { JournalObserver } from '../wiremock/journal/journal.ts'
import type { HistoryEntry } from './history.ts'

/** Follows what happens in a sandbox. Its methods must not throw. */
export interface SandboxObserver extends JournalObserver {
  /** A change took effect. */
  changed(entry: HistoryEntry): void
  /** This object is not used any more. @param isDropped otherwise the sandbox is loaded again */
  ended(isDropped: boolean): void
}
