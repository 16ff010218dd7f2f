import { useState } from 'preact/hooks'
import { ApiError } from '../../api-error.ts'
import { useConsole } from '../../console.ts'
import { Dialog } from '../../dialog.tsx'
import { Problems } from '../../field-error.tsx'
import { useAction } from '../../use-action.ts'
import type { Field, RecordValue } from './fields.ts'
import { addRecord, type Place } from './record-calls.ts'
import { pointerTo, RecordFields } from './record-fields.tsx'
import { named } from './use-actions.ts'

export interface AddRecordProps {
  readonly place: Place
  readonly fields: readonly Field[]
  readonly label: string
  readonly onClose: () => void
  readonly onDone: (key: string, text: string, revision: number) => void
}

/** A dialog with the fields of a new record. Required ones come first. */
export function AddRecord({ place, fields, label, onClose, onDone }: AddRecordProps) {
  const { api } = useConsole()
  const [draft, setDraft] = useState<RecordValue>({})
  const [error, setError] = useState<unknown>(undefined)
  const { isBusy, run } = useAction()
  const add = async () => {
    const { key, revision } = await addRecord(api, place, draft)
    onDone(key, `Added ${named(key)}`, revision)
  }
  const submit = () => run(add, setError)
  const problems = error instanceof ApiError ? error.problems : []
  const isInPlace =
    problems.length > 0 && problems.every(({ pointer }) => fields.some(({ name }) => pointerTo(name) === pointer))
  const ordered = [...fields].sort((a, b) => Number(a.isOptional) - Number(b.isOptional))
  return (
    <Dialog title={`Add to ${label}`} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <RecordFields
          fields={ordered}
          record={{}}
          draft={draft}
          onChange={setDraft}
          problems={problems}
          isNew
          onSubmit={submit}
        />
        <Problems error={isInPlace ? undefined : error} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button button-primary" disabled={isBusy}>
            Add
          </button>
        </div>
      </form>
    </Dialog>
  )
}
