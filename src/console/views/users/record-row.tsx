import { Switch } from '../../switch.tsx'
import type { Field } from './fields.ts'
import type { RecordRow } from './record-calls.ts'
import type { RecordTableProps } from './table-props.ts'
import { Value } from './value.tsx'

export interface RecordTableRowProps extends RecordTableProps {
  readonly id: string
  readonly index: number
  /** `undefined` while it is being read. */
  readonly row: RecordRow | undefined
  readonly isSelected: boolean
  readonly hasActions: boolean
  /** In pixels. */
  readonly height: number
  readonly onSelect: () => void
}

/** A row of the table: in columns, or in two lines on phones. Only the controls of the selected row are reached by Tab. */
export function RecordTableRow(props: RecordTableRowProps) {
  const { id, index, row, isSelected, isNarrow, fields, height, onSelect, onEdit } = props
  const texts = fields.filter(({ kind }) => kind !== 'boolean')
  const switches = fields.filter(({ kind }) => kind === 'boolean')
  // Two lines have no head that names the switches.
  const others = [...switches, ...texts.slice(1)].filter(({ name }) => {
    const value = row?.record[name] ?? ''
    return value !== '' && value !== false
  })
  return (
    <tr
      id={id}
      class="record-row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      style={{ height: `${height}px` }}
      onClick={(event) => {
        if (!isOnControl(event)) onSelect()
      }}
      onDblClick={(event) => {
        if (row !== undefined && !isOnControl(event)) onEdit(row.key)
      }}
    >
      {row === undefined ? (
        <td>…</td>
      ) : isNarrow ? (
        <>
          <td class="record-lines">
            <KeyLink {...props} row={row} field={texts[0]} />
            <span class="muted record-rest ellipsis">
              {others.map(({ name }, i) => (
                <span key={name}>
                  {i > 0 && ' · '}
                  <Value value={row.record[name] === true ? name : row.record[name]} short />
                </span>
              ))}
            </span>
          </td>
          {switches.map((field) => (
            <SwitchCell key={field.name} {...props} row={row} field={field} />
          ))}
        </>
      ) : (
        <>
          {fields.map((field, i) =>
            field.kind === 'boolean' ? (
              <SwitchCell key={field.name} {...props} row={row} field={field} />
            ) : (
              <td key={field.name} class="ellipsis">
                {i === 0 ? (
                  <KeyLink {...props} row={row} field={field} />
                ) : (
                  <Value value={row.record[field.name]} short />
                )}
              </td>
            )
          )}
          {props.hasActions && <RowActions {...props} row={row} />}
        </>
      )}
    </tr>
  )
}

const isOnControl = ({ target }: MouseEvent): boolean =>
  target instanceof Element && target.closest('a, button, input') !== null

type CellProps = RecordTableRowProps & { readonly row: RecordRow }

function KeyLink({ row, field, hrefOf, isSelected }: CellProps & { readonly field: Field | undefined }) {
  const value = field === undefined ? row.key : row.record[field.name]
  // A GUID fits in a narrow font.
  const isLong = String(value).length > 30
  return (
    <a
      class={isLong ? 'record-key mono ellipsis' : 'record-key ellipsis'}
      href={hrefOf(row.key)}
      tabIndex={isSelected ? 0 : -1}
    >
      <Value value={value} short />
    </a>
  )
}

function SwitchCell({ row, field: { name }, actions, isSelected }: CellProps & { readonly field: Field }) {
  return (
    <td>
      <Switch
        isOn={row.record[name] === true}
        label={`${name} of ${row.key}`}
        tabIndex={isSelected ? 0 : -1}
        onChange={(value) => actions.set(row.key, name, value)}
      />
    </td>
  )
}

function RowActions({ row: { key }, actions, onEdit, isSelected }: CellProps) {
  const tabIndex = isSelected ? 0 : -1
  return (
    <td class="record-actions">
      <button
        type="button"
        class="button button-small"
        tabIndex={tabIndex}
        aria-label={`Edit ${key}`}
        onClick={() => onEdit(key)}
      >
        Edit
      </button>
      <button
        type="button"
        class="button button-small"
        tabIndex={tabIndex}
        aria-label={`Delete ${key}`}
        onClick={() => actions.remove(key)}
      >
        Delete
      </button>
    </td>
  )
}
