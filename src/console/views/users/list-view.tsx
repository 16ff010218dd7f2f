import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { partOf } from '../../counts.ts'
import type { ApiDescriptor, ListDescriptor } from '../../descriptors.ts'
import { Problems } from '../../field-error.tsx'
import { SearchField } from '../../search-field.tsx'
import { useAnnounced } from '../../use-announced.ts'
import { useKey } from '../../use-key.ts'
import { AddRecord } from './add-record.tsx'
import type { RecordValue } from './fields.ts'
import { NoRecords } from './no-records.tsx'
import { RecordEditor } from './record-editor.tsx'
import { RecordPanel } from './record-panel.tsx'
import { RecordTable } from './record-table.tsx'
import { named, useActions } from './use-actions.ts'
import type { Editing } from './use-edit.ts'
import { useFields } from './use-fields.ts'
import { useNarrow } from './use-narrow.ts'
import { useRecords } from './use-records.ts'
import { useSelection } from './use-selection.ts'

export interface ListViewProps {
  readonly api: ApiDescriptor
  readonly list: ListDescriptor
  readonly label: string
  /** The record whose history is shown. */
  readonly openKey: string | undefined
}

/** The table of a list, and the history of one of its records. */
export function ListView({ api, list, label, openKey }: ListViewProps) {
  const { router, toasts } = useConsole()
  const place = { api: api.name, list: list.name }
  const q = router.query.value.get('q') ?? ''
  const records = useRecords(place, q)
  const actions = useActions(place, records.reload)
  const isNarrow = useNarrow()
  const hrefOf = (key?: string) =>
    router.href(['users', place.api, place.list, ...(key === undefined ? [] : [key])], { q })
  const selection = useSelection(records, q, openKey, (key) => router.go(hrefOf(key), true))
  const [isAdding, setAdding] = useState(false)
  const [editing, edit] = useState<Editing | undefined>(undefined)
  const [tableFocus, focusTable] = useState(0)
  const fields = useFields(api, list)
  const { total, matching } = records.part?.meta ?? { total: 0, matching: 0 }

  const startEditing = (key: string, draft = {}) => {
    const row = records.at(records.indexOf(key))
    edit({ key, row, revision: records.part?.meta.revision ?? 0, draft, inDialog: isNarrow })
  }
  const stopEditing = () => {
    edit(undefined)
    focusTable((count) => count + 1)
  }
  const isShown = useRef(true)
  useEffect(
    () => () => {
      isShown.current = false
    },
    []
  )
  /** Offers what was typed again: after Esc, or if another row is edited instead. */
  const keepDraft = (key: string, draft: RecordValue) => {
    const action = { label: 'Continue editing', run: () => startEditing(key, draft) }
    toasts.show(`Your changes of ${named(key)} were not saved`, isShown.current ? action : undefined)
  }
  const { key: selectedKey } = selection
  const withSelected = (run: (key: string) => void) => () => {
    if (selectedKey !== undefined && editing === undefined) run(selectedKey)
  }
  useKey('a', 'add a record', () => setAdding(true))
  useKey(
    'h',
    'history of the record',
    withSelected((key) => router.go(hrefOf(key)))
  )
  useKey('d', 'delete the record', withSelected(actions.remove))
  useKey('e', 'edit the record', withSelected(startEditing))
  useKey('Enter', 'edit the record', withSelected(startEditing))
  useKey('Escape', 'close the history', () => openKey !== undefined && router.go(hrefOf()))
  const count = partOf(matching, total)
  useAnnounced(records.part?.q === q ? `${count} ${label}` : undefined)

  const editor = editing && (
    <RecordEditor
      key={editing.key}
      place={place}
      fields={fields}
      editing={editing}
      onStop={stopEditing}
      onUnsaved={keepDraft}
      onDone={(text, revision) => {
        stopEditing()
        records.reload()
        actions.done(text, revision)
      }}
    />
  )
  return (
    <>
      <div class="toolbar record-search">
        <SearchField label={`Search ${label}`} placeholder="Search" />
        <span class="muted">{records.part && count}</span>
        <span class="spacer" />
        <button type="button" class="button button-primary" onClick={() => setAdding(true)}>
          Add
        </button>
      </div>
      <Problems error={records.error} />
      <div class={openKey === undefined ? 'fill records' : 'fill split records-split pages detail-open'}>
        {matching === 0 && records.part !== undefined && editing === undefined ? (
          <NoRecords place={place} label={list.label ?? ''} q={q} fields={fields} />
        ) : (
          <RecordTable
            label={label}
            fields={fields}
            records={records}
            selection={selection}
            actions={actions}
            hrefOf={hrefOf}
            isNarrow={isNarrow}
            isCompact={openKey !== undefined}
            focus={tableFocus}
            onEdit={startEditing}
            editor={editing?.inDialog ? undefined : editor}
            editedKey={editing?.key}
          />
        )}
        {openKey !== undefined && (
          <RecordPanel
            key={openKey}
            place={place}
            fields={fields}
            openKey={openKey}
            closeHref={hrefOf()}
            actions={actions}
            onEdit={startEditing}
          />
        )}
      </div>
      {editing?.inDialog && editor}
      {isAdding && (
        <AddRecord
          place={place}
          fields={fields}
          label={label}
          onClose={() => setAdding(false)}
          onDone={(key, text, revision) => {
            setAdding(false)
            records.reload()
            selection.select(-1, key)
            actions.done(text, revision)
          }}
        />
      )}
    </>
  )
}
