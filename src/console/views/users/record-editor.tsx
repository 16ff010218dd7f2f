import { useEffect, useRef } from 'preact/hooks'
import { ApiError } from '../../api-error.ts'
import { Dialog } from '../../dialog.tsx'
import { Problems } from '../../field-error.tsx'
import type { Field, RecordValue } from './fields.ts'
import { Meanwhile } from './meanwhile.tsx'
import type { Place } from './record-calls.ts'
import { pointerTo, RecordFields } from './record-fields.tsx'
import { named } from './use-actions.ts'
import { type Editing, useEdit } from './use-edit.ts'

export interface RecordEditorProps {
  readonly place: Place
  readonly fields: readonly Field[]
  readonly editing: Editing
  readonly onStop: () => void
  /** Called when the form goes away with something that was typed but not saved. */
  readonly onUnsaved: (key: string, draft: RecordValue) => void
  readonly onDone: (text: string, revision: number) => void
}

/** The form that replaces a row of the table while it is being edited. */
export function RecordEditor({ place, fields, editing, onStop, onUnsaved, onDone }: RecordEditorProps) {
  const { key, inDialog } = editing
  const isSaved = useRef(false)
  const edit = useEdit(place, fields, editing, (text, revision) => {
    isSaved.current = true
    if (revision === undefined) onStop()
    else onDone(text, revision)
  })
  const leave = useRef((): void => undefined)
  leave.current = () => {
    if (!isSaved.current && Object.keys(edit.draft).length > 0) onUnsaved(key, edit.draft)
  }
  useEffect(() => () => leave.current(), [])
  const { record, draft, conflicts, isRemoved, error } = edit
  const problems = error instanceof ApiError ? error.problems : []
  const isShown = (pointer: string) => fields.some(({ name, isKey }) => !isKey && pointerTo(name) === pointer)
  const others = problems.filter(({ pointer }) => !isShown(pointer))
  const rest =
    error instanceof ApiError && problems.length > 0
      ? others.length > 0 && new ApiError(error.status, error.message, others)
      : error
  const title = `Edit ${named(key)}`
  const form = (
    <form
      class="record-editor"
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        edit.save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || inDialog) return
        event.preventDefault()
        onStop()
      }}
    >
      <Meanwhile edit={edit} />
      {record === undefined && !isRemoved && error === undefined && <p class="muted">Reading the record…</p>}
      {record !== undefined && (
        <RecordFields
          fields={fields}
          record={record}
          draft={draft}
          onChange={edit.change}
          problems={problems}
          onSubmit={edit.save}
        />
      )}
      <Problems error={rest || undefined} />
      <div class="dialog-actions">
        <span class="muted small record-hint">Enter saves, Shift+Enter adds a line, Esc cancels</span>
        <button type="button" class="button button-small" onClick={onStop}>
          Cancel
        </button>
        {conflicts.length === 0 && (
          <button
            type="submit"
            class="button button-small button-primary"
            disabled={edit.isBusy || record === undefined}
          >
            {isRemoved ? 'Add it again' : 'Save'}
          </button>
        )}
      </div>
    </form>
  )
  return inDialog ? (
    <Dialog title={title} onClose={onStop}>
      {form}
    </Dialog>
  ) : (
    form
  )
}
