import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from './console.ts'
import type { EventType } from './events.ts'

/** In milliseconds: how long events are collected. */
const PAUSE = 250
/** The same while there are very many, so that an open page costs a busy server little. */
const LONG_PAUSE = 2000
const MANY = 20

/**
 * Calls a function soon after events of these types, once for several.
 *
 * @param run gets their number
 */
export function useSoonAfter(types: readonly EventType[], run: (count: number) => void): void {
  const { events } = useConsole()
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    let timer = 0
    let count = 0
    let busyUntil = 0
    const unsubscribe = events.on(types, () => {
      count++
      timer ||= setTimeout(
        () => {
          const events = count
          timer = 0
          count = 0
          if (events > MANY) busyUntil = Date.now() + LONG_PAUSE
          latest.current(events)
        },
        Date.now() < busyUntil ? LONG_PAUSE : PAUSE
      )
    })
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [events, types.join()])
}
