import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Browsers cannot show higher elements: Firefox has the lowest limit, 17 million. */
const MAX_HEIGHT = 8_000_000
/** How many rows are on the page above and below the visible ones. */
const MARGIN = 8

export interface Window {
  readonly ref: { current: HTMLDivElement | null }
  readonly onScroll: () => void
  /** The rows to render: `start` up to, but not including, `end`. */
  readonly start: number
  readonly end: number
  /** The height of all rows. */
  readonly height: number
  /** Where the first rendered row begins. */
  readonly top: number
  /** Makes a row visible, and moves no further than necessary. */
  readonly scrollTo: (index: number) => void
  /** The number of rows that fit. */
  readonly fitting: number
}

/**
 * Computes which rows of a long list are visible. All rows have one height. If they are too high for a browser together, the scroll bar
 * moves in larger steps.
 *
 * @param added how many rows were ever added before the first visible one, less those removed: the visible rows stay where they are when it changes
 * @param header the height of what stays above the rows
 * @param isHeld whether they also stay if the list is at its top, where it follows new rows otherwise
 */
export function useWindow(count: number, rowHeight: number, added = 0, header = 0, isHeld = false): Window {
  const ref = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ scroll: 0, size: 600 })
  const lastAdded = useRef(added)
  const full = count * rowHeight
  /** A held list may need empty space below its rows, or there is nothing to scroll. */
  const [least, setLeast] = useState(0)
  const height = Math.max(least, Math.min(full, MAX_HEIGHT))
  /** How far the rows move for one pixel of the scroll bar. */
  const factor = full > height ? (full - view.size) / (height - view.size) : 1

  const measure = () => {
    const element = ref.current
    if (element === null) return
    const { scrollTop: scroll } = element
    const size = element.clientHeight - header
    setView((last) => (last.scroll === scroll && last.size === size ? last : { scroll, size }))
    setLeast((last) => Math.min(last, scroll + size))
  }
  useLayoutEffect(() => {
    measure()
    if (ref.current === null) return undefined
    const observer = new ResizeObserver(measure)
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    const element = ref.current
    const more = added - lastAdded.current
    lastAdded.current = added
    if (element === null || more === 0 || (element.scrollTop === 0 && !isHeld)) return
    const scroll = element.scrollTop + (more * rowHeight) / factor
    const needed = scroll + element.clientHeight - header
    if (isHeld && needed > height && element.firstElementChild instanceof HTMLElement) {
      element.firstElementChild.style.height = `${needed}px`
      setLeast(needed)
    }
    element.scrollTop = scroll
    measure()
  }, [added])

  const offset = view.scroll * factor
  const fitting = Math.max(1, Math.floor(view.size / rowHeight))
  const start = Math.max(0, Math.floor(offset / rowHeight) - MARGIN)
  const end = Math.min(count, Math.ceil((offset + view.size) / rowHeight) + MARGIN)
  return {
    ref,
    onScroll: measure,
    start,
    end,
    height,
    top: view.scroll - (offset - start * rowHeight),
    fitting,
    scrollTo(index) {
      const element = ref.current
      if (element === null) return
      const present = element.scrollTop * factor
      const wanted = Math.max((index + 1) * rowHeight - view.size, Math.min(present, index * rowHeight))
      if (wanted !== present) element.scrollTop = wanted / factor
    }
  }
}
