import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from './console.ts'
import type { EventType } from './events.ts'

/** In milliseconds: how long events are collected. */
const PAUSE = 250
/** The next reading waits so many times as long as the last one took, so that an open page costs a busy server about 5 %. */
const REST = 20
/** In milliseconds. */
const LONGEST_REST = 10_000

/**
 * Reads something soon after events of these types, once for several.
 *
 * @param read gets their number; it never throws
 */
export function useSoonAfter(types: readonly EventType[], read: (count: number) => Promise<void> | undefined): void {
  const { events } = useConsole()
  const latest = useRef(read)
  latest.current = read
  useEffect(() => {
    let isStopped = false
    let isPlanned = false
    let timer = 0
    let count = 0
    let readyAt = 0
    const plan = () => {
      if (isPlanned || isStopped || count === 0) return
      isPlanned = true
      timer = setTimeout(run, Math.max(PAUSE, readyAt - performance.now()))
    }
    const run = async () => {
      const start = performance.now()
      const events = count
      count = 0
      await latest.current(events)
      const end = performance.now()
      readyAt = end + Math.min(LONGEST_REST, REST * (end - start))
      isPlanned = false
      plan()
    }
    const unsubscribe = events.on(types, () => {
      count++
      plan()
    })
    return () => {
      isStopped = true
      unsubscribe()
      clearTimeout(timer)
    }
  }, [events, types.join()])
}
