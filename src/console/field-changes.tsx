import { useState } from 'preact/hooks'
import { numberText } from './counts.ts'
import { Table } from './table.tsx'
import { visible } from './visible.ts'

export interface FieldChange {
  /** `undefined` if the field was not there. */
  readonly from?: unknown
  readonly to?: unknown
}

/** Longer values are cut, because a page with megabytes of text is slow. */
const MOST_CHARACTERS = 1000

/** Shows fields with their values before and after. */
export function FieldChanges({ fields, label }: { fields: Readonly<Record<string, FieldChange>>; label: string }) {
  const rows = Object.entries(fields)
  const hasBefore = rows.some(([, { from }]) => from !== undefined)
  const hasAfter = rows.some(([, { to }]) => to !== undefined)
  const heads = ['Field', ...(hasBefore ? ['Before'] : []), ...(hasAfter ? ['After'] : [])]
  return (
    <Table label={label} class="table-texts small" heads={heads}>
      {rows.map(([name, { from, to }]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {hasBefore && <Value value={from} mark="removed" />}
          {hasAfter && <Value value={to} mark="added" />}
        </tr>
      ))}
    </Table>
  )
}

function Value({ value, mark }: { value: unknown; mark: 'added' | 'removed' }) {
  const [isWhole, showWhole] = useState(false)
  if (value === undefined) return <td class="muted">–</td>
  const text = visible(JSON.stringify(value))
  const shown = isWhole ? text : text.slice(0, MOST_CHARACTERS)
  return (
    <td>
      <bdi class={`mono diff-${mark}`}>{shown}</bdi>
      {shown.length < text.length && (
        <button type="button" class="button button-small" onClick={() => showWhole(true)}>
          Show all {numberText(Math.ceil(text.length / 1000))} KB
        </button>
      )}
    </td>
  )
}

/** The fields that differ between two versions of a record, and those that do not. */
export function fieldsOf(before: object = {}, after: object = {}) {
  const [from, to] = [before, after].map((record) => record as Readonly<Record<string, unknown>>)
  const changed: Record<string, FieldChange> = {}
  const same: Record<string, FieldChange> = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const isSame = JSON.stringify(from?.[name]) === JSON.stringify(to?.[name])
    if (isSame) same[name] = { to: to?.[name] }
    else changed[name] = { from: from?.[name], to: to?.[name] }
  }
  return { changed, same }
}
