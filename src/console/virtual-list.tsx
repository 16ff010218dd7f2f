import type { ComponentChildren } from 'preact'

import { useId, useLayoutEffect, useRef } from 'preact/hooks'

import { useKey } from './use-key.ts'
import { useWindow } from './use-window.ts'

export interface VirtualListProps {
  /** The name of the list for screen readers. */
  readonly label: string
  readonly count: number
  /** In pixels, for every row. */
  readonly rowHeight: number
  /** The content of a row. It must not contain buttons or links: use a table for those. */
  readonly row: (index: number) => ComponentChildren
  readonly keyOf: (index: number) => string
  /** The index of the selected row; -1 for none. */
  readonly selected: number
  readonly onSelect: (index: number) => void
  /** Called for Enter. */
  readonly onOpen?: (index: number) => void
  /** How many rows were ever added before the first one; see `useWindow`. */
  readonly added?: number
  /** Whether new rows leave the others where they are, even at the top of the list. */
  readonly isHeld?: boolean
  readonly class?: string
}

/** A list of up to a million rows, of which only the visible ones are on the page. The focus stays on the list itself. */
export function VirtualList(props: VirtualListProps) {
  const { label, count, rowHeight, row, keyOf, selected, onSelect, onOpen, added, isHeld } = props
  const id = useId()
  const view = useWindow(count, rowHeight, added, 0, isHeld)
  // A link can name a row further down.
  useLayoutEffect(() => {
    if (selected >= 0) view.scrollTo(selected)
  }, [selected >= 0])
  // Keys can be faster than the page.
  const present = useRef(selected)
  present.current = selected
  const select = (index: number) => {
    if (count === 0) return
    const bounded = Math.max(0, Math.min(count - 1, index))
    present.current = bounded
    onSelect(bounded)
    view.scrollTo(bounded)
  }
  useKey('j', 'next row', () => select(present.current + 1))
  useKey('k', 'previous row', () => select(present.current - 1))
  useKey('Enter', 'open the row', () => present.current >= 0 && onOpen?.(present.current))
  const moves: Readonly<Record<string, () => number>> = {
    ArrowDown: () => present.current + 1,
    ArrowUp: () => present.current - 1,
    PageDown: () => present.current + view.fitting,
    PageUp: () => present.current - view.fitting,
    Home: () => 0,
    End: () => count - 1
  }
  const indexes = Array.from({ length: Math.max(0, view.end - view.start) }, (_, i) => view.start + i)
  return (
    <div
      ref={view.ref}
      class={`list ${props.class ?? ''}`}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={selected >= view.start && selected < view.end ? `${id}-${keyOf(selected)}` : undefined}
      onScroll={view.onScroll}
      onKeyDown={(event) => {
        const move = moves[event.key]
        if (move === undefined) return
        event.preventDefault()
        select(move())
      }}
    >
      <div role="presentation" style={{ height: `${view.height}px` }}>
        <div role="presentation" style={{ transform: `translateY(${view.top}px)` }}>
          {indexes.map((index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the list
            <div
              key={keyOf(index)}
              id={`${id}-${keyOf(index)}`}
              class="list-row"
              role="option"
              aria-selected={index === selected}
              aria-posinset={index + 1}
              aria-setsize={count}
              style={{ height: `${rowHeight}px` }}
              onClick={() => select(index)}
            >
              {row(index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}
