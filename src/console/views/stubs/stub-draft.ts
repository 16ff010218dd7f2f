/** In place of the id of a stub that does not exist yet. */
export const NEW = 'new'

/** A text that is being edited. */
export interface Draft {
  /** The text of the server that it began with. */
  readonly base: string
  readonly text: string
}
