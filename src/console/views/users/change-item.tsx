import { Cause } from '../../cause.tsx'
import { type Change, capital, verbOf } from '../../change.ts'
import { Time } from '../../facts.tsx'
import { FieldChanges, fieldsOf } from '../../field-changes.tsx'

const BADGES: Readonly<Record<string, string>> = { add: 'badge-good', remove: 'badge-bad' }

/** One change: when, by whom, what, and a button that undoes it. */
export function ChangeItem({ change, onUndo }: { change: Change; onUndo: () => void }) {
  const { revision, time, operation, list, summary, before, after } = change
  return (
    <li class="change">
      <header class="toolbar">
        <span class={`badge ${BADGES[operation] ?? ''}`}>{verbOf(change)}</span>
        <span class="muted small" title={`revision ${revision}`}>
          <Time value={time} />
        </span>
        <span class="spacer" />
        <button type="button" class="button button-small" aria-label={`Undo revision ${revision}`} onClick={onUndo}>
          Undo
        </button>
      </header>
      <p class="small">
        <Cause cause={change.cause} />
      </p>
      {list === undefined ? (
        <p>{capital(summary)}</p>
      ) : (
        <FieldChanges fields={fieldsOf(before, after).changed} label={`Fields of revision ${revision}`} />
      )}
    </li>
  )
}
