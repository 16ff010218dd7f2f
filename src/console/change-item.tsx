import type { ComponentChildren } from 'preact'
import { Cause } from './cause.tsx'
import { type Change, capital } from './change.ts'
import { FieldChanges, fieldsOf } from './field-changes.tsx'

export interface ChangeItemProps {
  readonly change: Change
  /** What its first line says. */
  readonly children: ComponentChildren
  readonly hasCause?: boolean
  readonly onUndo: () => void
}

/** A change field by field, with a button that undoes it. */
export function ChangeItem({ change, children, hasCause = false, onUndo }: ChangeItemProps) {
  const { revision, list, summary, before, after } = change
  return (
    <>
      <div class="toolbar">
        {children}
        <span class="spacer" />
        <button type="button" class="button button-small" aria-label={`Undo revision ${revision}`} onClick={onUndo}>
          Undo
        </button>
      </div>
      {hasCause && (
        <p class="small">
          <Cause cause={change.cause} />
        </p>
      )}
      {list === undefined ? (
        <p>{capital(summary)}</p>
      ) : (
        <FieldChanges fields={fieldsOf(before, after).changed} label={`Fields of revision ${revision}`} />
      )}
    </>
  )
}
