import type { ComponentChildren } from 'preact'
import type { Field } from './fields.ts'
import type { Actions } from './use-actions.ts'
import type { Records } from './use-records.ts'
import type { Selection } from './use-selection.ts'

export interface RecordTableProps {
  readonly label: string
  readonly fields: readonly Field[]
  readonly records: Records
  readonly selection: Selection
  readonly actions: Actions
  readonly hrefOf: (key: string) => string
  /** Shows a record in two lines instead of columns. */
  readonly isNarrow: boolean
  /** Leaves out the column with buttons. */
  readonly isCompact: boolean
  /** The table gets the focus whenever it changes. */
  readonly focus: number
  readonly onEdit: (key: string) => void
  /** Shown over the row that is being edited. */
  readonly editor: ComponentChildren
  readonly editedKey: string | undefined
}
