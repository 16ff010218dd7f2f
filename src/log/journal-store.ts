/**
 * The name of a journal. A sandbox that was dropped and created again has another one, and so has one that was reset.
 *
 * @param id of the sandbox
 * @param revision since which requests are in the journal
 */
export const journalOf = (sandbox: string, id: string, revision: number): string => `${sandbox}.${id}.${revision}`

/** A message of a request journal, as a store keeps it: plain JSON. `kind` says what it is about. */
export interface JournalMessage {
  readonly kind: string
  readonly [member: string]: unknown
}

/** The journal is empty from here on: the first message of a journal, and what a store leaves of one that was cleared. */
export const START: JournalMessage = { kind: 'start' }
/** What a reader gets in place of a message that the store can no longer read. */
export const LOST: JournalMessage = { kind: 'lost' }

/** The message is larger than the store accepts. */
export class MessageTooLarge extends Error {}

/**
 * Request journals that several servers share, each by its name: see `journalOf`.
 */
export interface JournalStore {
  /**
   * Starts a journal, unless it was started before. A journal without a start counts as one with evicted messages.
   *
   * @throws the reason, if that cannot be stored
   */
  begin(journal: string): Promise<void>
  /**
   * Adds a message about a request to a journal.
   *
   * @param id a message with an id that the store has seen in the last minutes is not added again
   * @returns once the message is stored
   * @throws MessageTooLarge, or the reason why it may not be stored
   */
  append(journal: string, message: JournalMessage, id: string): Promise<void>
  /** Adds a message about earlier ones, which does not count. Otherwise like `append`. */
  amend(journal: string, message: JournalMessage, id: string): Promise<void>
  /** Removes all earlier messages of a journal, and starts it again. @throws the reason, if that cannot be stored */
  clear(journal: string): Promise<void>
  /** Reads the messages of a journal in their order, from the oldest on, until it is stopped. @param read must not throw */
  follow(journal: string, read: (message: JournalMessage) => Promise<void> | void): FollowedJournal
  /** How many messages the store has of each journal, without its start. @throws the reason, if the store cannot be reached */
  sizes(): Promise<ReadonlyMap<string, number>>
  /** Removes a journal that nobody uses any more, sometime. */
  discard(journal: string): void
}

/** A journal that is read as it grows. */
export interface FollowedJournal {
  /**
   * Waits until it has read all messages that any server had stored before this call.
   *
   * @returns whether the store still has all messages since the start; if not, it may have evicted some before they were read
   * @throws the reason, if that cannot be known
   */
  catchUp(): Promise<boolean>
  stop(): void
}
