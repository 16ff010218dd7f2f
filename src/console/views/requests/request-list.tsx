import { useRef, useState } from 'preact/hooks'
import { numberText, partOf } from '../../counts.ts'
import type { RequestRow } from '../../request-row.ts'
import { useAnnounced } from '../../use-announced.ts'
import { VirtualList } from '../../virtual-list.tsx'
import { visible } from '../../visible.ts'
import type { RequestRows } from './request-rows.ts'
import { clock, StatusBadge } from './texts.tsx'

const ROW_HEIGHT = 34

export interface RequestListProps {
  readonly rows: RequestRows
  /** The id of the selected request. */
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
  readonly onOpen: () => void
}

/**
 * The list of requests, newest first. At its top, it follows new requests, except while somebody points at it or reads one: then
 * everything stays where it is, and a button leads to the new ones.
 */
export function RequestList({ rows, selected, onSelect, onOpen }: RequestListProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [isPointedAt, setPointedAt] = useState(false)
  const [isAtTop, setAtTop] = useState(true)
  /** The number of rows when the top was last visible. */
  const seen = useRef(0)
  rows.version.value
  // What a click means is decided by what is on the page, not by what has arrived since.
  const { shown, added, total } = rows
  const count = shown.length
  const at = (index: number) => shown[count - 1 - index]?.row as RequestRow
  const index = selected === undefined ? -1 : rows.indexOf(selected)
  const isHeld = isPointedAt || index >= 0
  if (isAtTop && !isHeld) seen.current = added
  const unseen = Math.max(0, added - seen.current)

  useAnnounced(`${partOf(count, total)} requests`)

  const showNewest = () => {
    frame.current?.querySelector('.list')?.scrollTo({ top: 0 })
    seen.current = added
    setAtTop(true)
  }
  return (
    <div
      ref={frame}
      class="request-list"
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onScrollCapture={({ target }) => {
        const isTop = (target as HTMLElement).scrollTop <= 0
        if (isTop) seen.current = rows.added
        setAtTop(isTop)
      }}
    >
      <VirtualList
        label="Requests"
        count={count}
        rowHeight={ROW_HEIGHT}
        keyOf={(i) => at(i).id}
        row={(i) => <Row row={at(i)} />}
        selected={index < 0 ? -1 : count - 1 - index}
        onSelect={(i) => onSelect(at(i).id)}
        onOpen={onOpen}
        added={added}
        isHeld={isHeld}
      />
      {unseen > 0 && (
        <button type="button" class="button button-small button-primary new-requests" onClick={showNewest}>
          {`↑ ${numberText(unseen)} new`}
        </button>
      )}
    </div>
  )
}

function Row({ row }: { row: RequestRow }) {
  const { method, url, time, elapsed, stub, matched } = row
  return (
    <>
      <StatusBadge status={row.status} />
      <span class="request-method">{method}</span>
      <bdi class="request-url mono ellipsis" title={url}>
        {visible(url)}
      </bdi>
      {typeof stub === 'string' && <span class="badge">stub</span>}
      {matched === false ? (
        <span class="badge badge-warning">unmatched</span>
      ) : (
        <span class="request-elapsed muted small">{elapsed === undefined ? '' : `${elapsed} ms`}</span>
      )}
      <time class="muted small" dateTime={time}>
        {clock(time)}
      </time>
    </>
  )
}
