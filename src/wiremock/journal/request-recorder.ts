import type { Occurrence } from '../stubs/seeded.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { JournalEntry, RecordedResponse } from './journal-entry.ts'

/**
 * Records the requests to a sandbox while the server handles them. If other servers share the journal, a response must wait until the
 * request is stored. Otherwise, nothing has to be awaited.
 */
export interface RequestRecorder {
  /** A request has arrived. */
  add(entry: JournalEntry): void
  /**
   * A stub has matched it. The entry shows the stub even after it was deleted.
   *
   * @param occurrence if the stub has a seed: which of its requests this is
   */
  recordStub(entry: JournalEntry, stub: Stub, occurrence: Occurrence | undefined): void
  /** The response is delayed from now on. @throws RequestNotRecorded (rejects) */
  recordDelay(entry: JournalEntry): Promise<void> | undefined
  /** The response is about to be sent. @param totalTime in milliseconds. @throws RequestNotRecorded (rejects) */
  recordResponse(entry: JournalEntry, response: RecordedResponse, totalTime: number): Promise<void> | undefined
  /** The client disconnected after the response had been recorded. */
  recordAbort(entry: JournalEntry): void
  /** The request has ended. @param isWhole whether the whole response was sent */
  recordEnd(entry: JournalEntry, isWhole: boolean): void
  /** The UUID of an entry. */
  idOf(entry: JournalEntry): string
}
