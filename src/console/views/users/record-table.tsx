import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { useKey } from '../../use-key.ts'
import { useWindow } from '../../use-window.ts'
import { Head, minimum, Space } from './record-head.tsx'
import { RecordTableRow } from './record-row.tsx'
import type { RecordTableProps } from './table-props.ts'
import type { Records } from './use-records.ts'

/** In pixels. */
const HEADER = 34

/** A table of up to a million records, of which only the visible ones are read and on the page. */
export function RecordTable(props: RecordTableProps) {
  const { label, fields, records, selection, isNarrow, isCompact, focus, editor, editedKey } = props
  const id = useId()
  const table = useRef<HTMLTableElement>(null)
  const rowHeight = isNarrow ? 56 : 36
  const count = records.part?.meta.matching ?? 0
  const firstVisible = useRef<{ index: number; key: string | undefined; q?: string | undefined }>({
    index: 0,
    key: undefined
  })
  const added = useAdded(records, firstVisible)
  const view = useWindow(count, rowHeight, added, isNarrow ? 0 : HEADER)
  const y = (index: number) => view.top + (index - view.start) * rowHeight - (view.ref.current?.scrollTop ?? 0)
  const indexes = Array.from({ length: Math.max(0, view.end - view.start) }, (_, i) => view.start + i)
  const top = indexes.find((index) => y(index) >= 0) ?? view.start
  firstVisible.current = { index: top, key: records.at(top)?.key, q: records.part?.q }
  useEffect(() => records.show(view.start, view.end), [view.start, view.end])
  useLayoutEffect(() => {
    if (focus > 0) table.current?.focus({ preventScroll: true })
  }, [focus])
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current && view.ref.current !== null) view.ref.current.scrollTop = 0
    isFirst.current = false
  }, [records.part?.q])

  const move = (wanted: number) => {
    if (count === 0 || editedKey !== undefined) return
    const index = Math.max(0, Math.min(count - 1, wanted))
    view.scrollTo(index)
    selection.select(index, records.at(index)?.key)
  }
  const next = (step: number) => move(selection.index < 0 ? top : selection.index + step)
  useKey('j', 'next row', () => next(1))
  useKey('k', 'previous row', () => next(-1))
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => next(1),
    ArrowUp: () => next(-1),
    PageDown: () => next(view.fitting),
    PageUp: () => next(-view.fitting),
    Home: () => move(0),
    End: () => move(count - 1)
  }
  const hasActions = !isNarrow && !isCompact
  const minWidth = isNarrow ? undefined : `${minimum(fields, hasActions)}px`
  const bottom = view.height - view.top - indexes.length * rowHeight
  const isEditedLoaded = editedKey !== undefined && records.indexOf(editedKey) >= 0
  const editorY = isEditedLoaded ? y(records.indexOf(editedKey)) : 0
  return (
    <div class="record-frame">
      <div ref={view.ref} class="table-frame record-table" onScroll={view.onScroll}>
        <table
          ref={table}
          class="table"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows can be selected
          role="grid"
          aria-label={label}
          aria-rowcount={count + 1}
          tabIndex={0}
          aria-activedescendant={indexes.includes(selection.index) ? `${id}-${selection.index}` : undefined}
          style={{ minWidth }}
          onKeyDown={(event) => {
            const run = event.target === table.current ? moves[event.key] : undefined
            if (run === undefined) return
            event.preventDefault()
            run()
          }}
        >
          <Head fields={fields} isNarrow={isNarrow} hasActions={hasActions} />
          <tbody>
            <Space height={view.top} />
            {indexes.map((index) => (
              <RecordTableRow
                key={records.at(index)?.key ?? index}
                {...props}
                id={`${id}-${index}`}
                index={index}
                row={records.at(index)}
                isSelected={index === selection.index}
                height={rowHeight}
                hasActions={hasActions}
                onSelect={() => selection.select(index, records.at(index)?.key)}
              />
            ))}
            <Space height={bottom} />
          </tbody>
        </table>
      </div>
      {editor && (
        <div class="record-over" style={placeOver(editorY, view.ref.current?.parentElement?.clientHeight ?? 600)}>
          {editor}
        </div>
      )}
    </div>
  )
}

/** Counts the rows that appeared before the first visible one, so that it stays where it is. */
function useAdded(
  records: Records,
  first: { readonly current: { index: number; key: string | undefined; q?: string | undefined } }
): number {
  const added = useRef(0)
  return useMemo(() => {
    const { index, key, q } = first.current
    const now = key === undefined || q !== records.part?.q ? -1 : records.indexOf(key)
    if (now >= 0) added.current += now - index
    return added.current
  }, [records.part])
}

/** The editor covers its row, and grows up in the lower half. It may cover the space below a short table. @param height of both */
function placeOver(y: number, height: number) {
  const inside = Math.max(0, Math.min(height - HEADER, y + HEADER))
  return inside > height / 2
    ? { bottom: `${Math.max(0, height - inside - HEADER)}px`, maxHeight: `${Math.min(height, inside + HEADER)}px` }
    : { top: `${inside}px`, maxHeight: `${height - inside}px` }
}
