import { useRef, useState } from 'preact/hooks'
import { isMissing, isOutdated } from '../../api-error.ts'
import { useConsole } from '../../console.ts'
import { useAction } from '../../use-action.ts'
import { useLoaded } from '../../use-loaded.ts'
import { type Field, isSame, type RecordValue } from './fields.ts'
import { addRecord, type KnownRecord, type Place, type RecordRow, readRecord, replaceRecord } from './record-calls.ts'
import { named } from './use-actions.ts'

/** The record that is being edited. */
export interface Editing {
  readonly key: string
  /** As the table shows it; `undefined` if it does not. */
  readonly row: RecordRow | undefined
  /** The revision at which the table was read. */
  readonly revision: number
  /** What was already typed. */
  readonly draft: RecordValue
  /** Whether the page is too narrow to show the form over the row. */
  readonly inDialog: boolean
}

/** A field that was changed here and elsewhere. */
export interface Conflict {
  readonly field: Field
  readonly mine: unknown
  readonly theirs: unknown
}

/** The state of a form for a record that others may change meanwhile. What was typed is never lost. */
export interface Edit {
  /** The newest record; the last one, if it was removed. `undefined` until it is known. */
  readonly record: RecordValue | undefined
  readonly draft: RecordValue
  readonly change: (draft: RecordValue) => void
  readonly isRemoved: boolean
  /** The fields that others changed meanwhile. */
  readonly changed: readonly Field[]
  readonly conflicts: readonly Conflict[]
  readonly keepMine: () => void
  readonly takeTheirs: () => void
  readonly error: unknown
  readonly isBusy: boolean
  readonly save: () => Promise<void>
}

export function useEdit(
  place: Place,
  fields: readonly Field[],
  { key, row, revision, draft: initialDraft }: Editing,
  onDone: (text: string, revision: number | undefined) => void
): Edit {
  const { api } = useConsole()
  const loaded = useLoaded((signal) => readRecord(api, place, key, signal), [], ['change', 'reset'])
  const [draft, setDraft] = useState<RecordValue>(initialDraft)
  const [error, setError] = useState<unknown>(undefined)
  const { isBusy, run } = useAction()
  /** The record when the form was opened. */
  const opened = useRef<RecordValue | undefined>(row?.record)
  const known = useRef<KnownRecord | undefined>(row && { ...row, revision })
  /** The values that the person saw before changing them. */
  const seen = useRef<RecordValue>({ ...row?.record })
  if (loaded.data) {
    known.current = loaded.data
    opened.current ??= loaded.data.record
    for (const { name } of fields)
      if (!(name in draft)) seen.current = { ...seen.current, [name]: loaded.data.record[name] }
  }
  const record = known.current?.record
  const isRemoved = loaded.data === null
  const changed = fields.filter(({ name }) => opened.current && record && !isSame(opened.current[name], record[name]))
  const conflicts = fields
    .filter(({ name }) => name in draft && record && name in seen.current)
    .filter(({ name }) => !isSame(seen.current[name], record?.[name]) && !isSame(draft[name], record?.[name]))
    .map((field) => ({ field, mine: draft[field.name], theirs: record?.[field.name] }))
  const conflictNames = conflicts.map(({ field }) => field.name)

  const save = async () => {
    if (record === undefined || known.current === undefined || conflicts.length > 0) return
    const wanted = { ...record, ...draft }
    if (!isRemoved && isSame(wanted, record)) return onDone('', undefined)
    setError(undefined)
    const { revision } = isRemoved
      ? await addRecord(api, place, wanted)
      : await replaceRecord(api, place, key, wanted, known.current.revision)
    onDone(`${isRemoved ? 'Added' : 'Saved'} ${named(key)}`, revision)
  }
  const fail = (failure: unknown) => {
    const wasChanged = isMissing(failure) || isOutdated(failure)
    setError(wasChanged ? new Error('The record was changed at this moment: check it, and save again') : failure)
    if (wasChanged) loaded.reload()
  }
  return {
    record,
    draft,
    change: setDraft,
    isRemoved,
    changed,
    conflicts,
    keepMine() {
      setError(undefined)
      seen.current = { ...seen.current, ...record }
      setDraft({ ...draft })
    },
    takeTheirs() {
      setError(undefined)
      setDraft(Object.fromEntries(Object.entries(draft).filter(([name]) => !conflictNames.includes(name))))
    },
    error: error ?? loaded.error,
    isBusy,
    save: () => run(save, fail)
  }
}
