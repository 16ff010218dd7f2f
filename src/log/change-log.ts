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
   * Stores a change. If the result is not a promise, the change has been stored when this returns.
   *
   * @param revision one more than the revision that the change was decided on
   * @throws ChangeNotStored if it cannot be stored; nothing has changed then
   */
  append(revision: number, change: StoredChange): AppendResult | Promise<AppendResult>
  /** The changes that other writers have stored after a revision, oldest first. */
  since(revision: number): Promise<readonly NumberedChange[]>
  /**
   * Makes sure that recovery can repeat a reset to this set, or an upload of these records.
   *
   * @returns releases the set; call it once the change is stored or abandoned
   * @throws ChangeNotStored
   */
  keep(fixtures: FixtureSet): Promise<() => void>
}
