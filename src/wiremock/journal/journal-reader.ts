import type { JournalEntry } from './journal-entry.ts'

/** Reads each request of a journal once, sometime after its response. Its methods must not throw, or take time. */
export interface JournalReader {
  /** The response to a request is known. */
  completed(entry: JournalEntry): void
  /** A pending request has left the journal. @param bytes what it counted for */
  left(entry: JournalEntry, bytes: number): void
}
