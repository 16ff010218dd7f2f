import type { ComponentChildren } from 'preact'

export interface TableProps {
  /** The heads of the columns. */
  readonly heads: readonly ComponentChildren[]
  readonly label?: string
  readonly class?: string
  /** The rows. */
  readonly children: ComponentChildren
}

/** A table with a head. */
export const Table = ({ heads, label, class: added = '', children }: TableProps) => (
  <table class={`table ${added}`} aria-label={label}>
    <thead>
      <tr>
        {heads.map((head, i) => (
          <th key={i} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)
