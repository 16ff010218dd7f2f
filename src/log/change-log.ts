import type { FixtureSet } from '../fixtures/fixture-set.ts'

/** A change as a log stores it: plain JSON. `op` names its kind. */
export interface StoredChange {
  readonly op: string
  readonly [member: string]: unknown
}

/**
 * What caused a change: a request by its id in the journal, a control call by its method and path, with the revision that it undid or restored,
 * or the program itself.
 */
export type Cause = { readonly request: string } | { readonly call: string; readonly revision?: number } | undefined

/** When a change was made, and why. */
export interface ChangeOrigin {
  readonly cause: Cause
  readonly date: Date
}

/** A change and the revision of the sandbox that it leads to. */
export interface NumberedChange {
  readonly revision: number
  readonly change: StoredChange
  /** `undefined` if the log does not store it. */
  readonly origin?: ChangeOrigin
}

/** `overtaken`: another writer stored a change as this revision first, and nothing was stored. */
export type AppendResult = 'stored' | 'overtaken'

/** Where the changes of one sandbox are stored before they take effect. */
export interface ChangeLog {
  /** Resolves once the appends that are in progress have ended; `undefined` if there are none. A decision before that would be overtaken. */
  readonly busy?: Promise<unknown> | undefined
  /**
   * Stores a change. If the result is not a promise, the change has been stored when this returns.
   *
   * @param revision one more than the revision that the change was decided on
   * @throws ChangeNotStored if it cannot be stored; nothing has changed then
   */
  append(revision: number, change: StoredChange, origin: ChangeOrigin): AppendResult | Promise<AppendResult>
  /** The changes that other writers have stored after a revision, oldest first. */
  since(revision: number): Promise<readonly NumberedChange[]>
  /**
   * Makes sure that recovery can repeat a reset to this set, or an upload of these records.
   *
   * @returns releases the set; call it once the change is stored or abandoned
   * @throws ChangeNotStored
   */
  keep(fixtures: FixtureSet): Promise<() => void>
  /** The same for the stubs of files: a log that others read cannot rely on the folder of this server. */
  keepStubs?(files: StubDocuments): Promise<void>
}

/** The stubs of files as a log stores them. */
export interface StubDocuments {
  readonly sha256: string
  /** The documents as a JSON array. */
  text(): Iterable<string>
}

/** The name of an uploaded state in messages, and of its document in logs. */
export const UPLOAD = 'PUT /__admin/state'
