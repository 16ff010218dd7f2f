/** A change of a sandbox, as `GET /__admin/history` shows it. */
export interface Change {
  readonly revision: number
  readonly time: string
  readonly operation: string
  readonly api?: string
  readonly list?: string
  readonly key?: string
  readonly cause: { readonly request?: string; readonly call?: string; readonly revision?: number } | null
  readonly summary: string
  readonly before?: object
  readonly after?: object
}

export interface HistoryPage {
  readonly changes: readonly Change[]
  readonly meta: { readonly total: number; readonly revision: number; readonly oldest: number }
}

const VERBS: Readonly<Record<string, string>> = { add: 'Added', replace: 'Changed', remove: 'Removed' }

/** The names of members that people know a record by. */
export const NAMING = /identifier|name|mail/i

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What a change did, in a word. */
export const verbOf = ({ operation }: Change): string => VERBS[operation] ?? capital(operation.replaceAll('_', ' '))

/** A call of the control API, with the revision that it undid or restored. */
export const callText = (cause: Change['cause']): string | undefined =>
  cause?.revision === undefined ? cause?.call : `${cause.call} ${cause.revision}`
