import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from './console.ts'
import type { EventType, LiveEvent } from './events.ts'

/** In milliseconds: how long events are collected. */
const PAUSE = 250
/** More events in that time are a busy server. */
const FEW = 5

/**
 * Reads something soon after events of these types, once for several.
 *
 * @param read gets their number; it never throws
 * @param isRelevant selects events
 */
export function useSoonAfter(
  types: readonly EventType[],
  read: (count: number) => Promise<void> | undefined,
  isRelevant: (event: LiveEvent) => boolean = () => true
): void {
  const { events, pace } = useConsole()
  const latest = useRef({ read, isRelevant })
  latest.current = { read, isRelevant }
  useEffect(() => {
    let isStopped = false
    let isPlanned = false
    let count = 0
    const plan = () => {
      if (isPlanned || isStopped || count === 0) return
      isPlanned = true
      setTimeout(run, PAUSE)
    }
    const run = async () => {
      await pace(count > FEW, async () => {
        const events = count
        count = 0
        if (!isStopped) await latest.current.read(events)
      })
      isPlanned = false
      plan()
    }
    const unsubscribe = events.on(types, (event) => {
      if (!latest.current.isRelevant(event)) return
      count++
      plan()
    })
    return () => {
      isStopped = true
      unsubscribe()
    }
  }, [events, types.join()])
}
