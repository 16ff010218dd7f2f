import type { Field } from './fields.ts'

/** In pixels. */
const ACTIONS = 140

const widthOf = ({ isKey, kind, name }: Field): number =>
  kind === 'boolean' ? 28 + name.length * 7.5 : isKey ? 170 : 130

/** The width below which the table scrolls. */
export const minimum = (fields: readonly Field[], hasActions: boolean): number =>
  fields.reduce((sum, field) => sum + widthOf(field), hasActions ? ACTIONS : 0)

/** Takes the place of rows that are not visible. */
export const Space = ({ height }: { height: number }) =>
  height > 0 ? (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: it cannot be focused
    <tr class="record-space" aria-hidden="true">
      <td style={{ height: `${height}px` }} />
    </tr>
  ) : null

/** The names of the columns, and their widths. */
export function Head({
  fields,
  isNarrow,
  hasActions
}: {
  fields: readonly Field[]
  isNarrow: boolean
  hasActions: boolean
}) {
  const shown = isNarrow ? fields.filter((field, i) => i === 0 || field.kind === 'boolean') : fields
  const texts = fields.filter(({ kind }) => kind !== 'boolean').length
  const width = (field: Field) => {
    if (field.kind === 'boolean') return isNarrow ? '56px' : `${widthOf(field)}px`
    return field.isKey && texts < 4 && hasActions ? '324px' : undefined
  }
  return (
    <>
      <colgroup>
        {shown.map((field) => (
          <col key={field.name} style={{ width: width(field) }} />
        ))}
        {hasActions && <col style={{ width: `${ACTIONS}px` }} />}
      </colgroup>
      <thead class={isNarrow ? 'visually-hidden' : undefined}>
        <tr aria-rowindex={1}>
          {shown.map(({ name, description }) => (
            <th key={name} scope="col" class="ellipsis" title={description}>
              {name}
            </th>
          ))}
          {hasActions && (
            <th scope="col">
              <span class="visually-hidden">Actions</span>
            </th>
          )}
        </tr>
      </thead>
    </>
  )
}
