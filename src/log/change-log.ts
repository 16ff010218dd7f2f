import type { FixtureSet } from '../fixtures/fixture-set.ts'

/** A change as a log stores it: plain JSON. `op` names its kind. */
export interface StoredChange {
  readonly op: string
  readonly [member: string]: unknown
}

/** A change and the revision of the sandbox that it leads to. */
export interface NumberedChange {
  readonly revision: number
  readonly change: StoredChange
}

/** `overtaken`: another writer stored a change as this revision first, and nothing was stored. */
export type AppendResult = 'stored' | 'overtaken'

/** Where the changes of one sandbox are stored before they take effect. */
export interface ChangeLog {
  /**
   * Stores a change. A log that answers without a promise has stored it when this returns.
   *
   * @param revision one more than the revision that the change was decided on
   * @throws ChangeNotStored if it cannot be stored; nothing has changed then
   */
  append(revision: number, change: StoredChange): AppendResult | Promise<AppendResult>
  /** What other writers have stored after a revision, oldest first. */
  since(revision: number): Promise<readonly NumberedChange[]>
  /**
   * Makes sure that a reset to this set, or an upload of these records, can be repeated from the log.
   *
   * @returns to be called once that change is stored, or will not be: until then, the log keeps the set
   * @throws ChangeNotStored
   */
  keep(fixtures: FixtureSet): Promise<() => void>
}
