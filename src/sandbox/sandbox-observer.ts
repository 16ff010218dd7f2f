import type { JournalObserver } from '../wiremock/journal/journal.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import type { HistoryEntry } from './history.ts'

/** Follows what happens in a sandbox. Its methods must not throw. */
export interface SandboxObserver extends JournalObserver {
  /** A request has ended. @param isWhole whether the whole response was sent */
  answered(entry: JournalEntry, isWhole: boolean): void
  /** A change took effect. */
  changed(entry: HistoryEntry): void
  /** The sandbox is gone. */
  dropped(): void
}
