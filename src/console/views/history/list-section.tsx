import { numberText, partOf } from '../../counts.ts'
import { type FieldChange, FieldChanges } from '../../field-changes.tsx'
import { nameOf } from './change.ts'

/** What differs between two versions of a list. */
export interface ListDifference {
  readonly counts: { readonly added: number; readonly removed: number; readonly changed: number }
  readonly added: readonly object[]
  readonly removed: readonly object[]
  readonly changed: readonly { readonly key: string; readonly fields: Readonly<Record<string, FieldChange>> }[]
}

/** The records of a list that were added, removed and changed. */
export function ListSection({ title, list }: { title: string; list: ListDifference }) {
  const { counts, added, removed, changed } = list
  const shown = added.length + removed.length + changed.length
  const total = counts.added + counts.removed + counts.changed
  return (
    <section class="stack history-section">
      <h3 class="toolbar">
        {title}
        {counts.added > 0 && <span class="badge badge-good">{numberText(counts.added)} added</span>}
        {counts.removed > 0 && <span class="badge badge-bad">{numberText(counts.removed)} removed</span>}
        {counts.changed > 0 && <span class="badge">{numberText(counts.changed)} changed</span>}
      </h3>
      {changed.map(({ key, fields }) => (
        <div key={key} class="stack">
          <bdi class="mono">{key}</bdi>
          <FieldChanges fields={fields} label={`Changed fields of ${key}`} />
        </div>
      ))}
      {added.map((record, i) => (
        <WholeRecord key={i} record={record} end="to" />
      ))}
      {removed.map((record, i) => (
        <WholeRecord key={i} record={record} end="from" />
      ))}
      {shown < total && <p class="muted">{partOf(shown, total)} are shown.</p>}
    </section>
  )
}

/** A record that one of the two states does not have; its fields appear on demand. */
function WholeRecord({ record, end }: { record: object; end: 'from' | 'to' }) {
  const key = String(Object.values(record).find((value) => typeof value === 'string') ?? '')
  const name = nameOf(record) ?? key
  const fields = Object.fromEntries(Object.entries(record).map(([field, value]) => [field, { [end]: value }]))
  return (
    <details>
      <summary>
        {end === 'to' ? 'Added ' : 'Removed '}
        <bdi class={end === 'to' ? 'diff-added' : 'diff-removed'}>{name}</bdi>{' '}
        {key !== name && <bdi class="mono muted">{key}</bdi>}
      </summary>
      <FieldChanges fields={fields} label={`Fields of ${name}`} />
    </details>
  )
}
