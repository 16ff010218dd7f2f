/** In place of the id of a stub that does not exist yet. */
export const NEW = 'new'

/** A text that is being edited. */
export interface Draft {
  /** The text of the server that it began with. */
  readonly base: string
  readonly text: string
}

/** For when the focused button disappears together with its stub: `j` and `k` go on from the list. */
export const focusList = (): void => document.querySelector<HTMLElement>('.stubs-rows')?.focus()
