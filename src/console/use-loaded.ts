import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import type { EventType, LiveEvent } from './events.ts'
import { useSoonAfter } from './use-soon-after.ts'

export interface Loaded<T> {
  /** The last data that was read; it stays while newer data is being read. */
  readonly data: T | undefined
  /** Why the last reading failed. */
  readonly error: unknown
  readonly reload: () => Promise<void>
}

/**
 * Reads data now, whenever `inputs` change, and soon after events of the given types. `resync` is always one of them.
 *
 * @param load must pass the signal to its calls
 * @param isRelevant selects events
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  inputs: readonly unknown[],
  types: readonly EventType[] = [],
  isRelevant?: (event: LiveEvent) => boolean
): Loaded<T> {
  const { router } = useConsole()
  const [result, setResult] = useState<{ data: T | undefined; error: unknown }>({ data: undefined, error: undefined })
  const latest = useRef(load)
  latest.current = load
  const controller = useRef<AbortController>(undefined)
  const reading = useRef<Promise<void>>(undefined)

  const reload = useCallback(() => {
    controller.current?.abort()
    const own = new AbortController()
    controller.current = own
    const finish = (next: (before: typeof result) => typeof result) => {
      if (!own.signal.aborted) setResult(next)
    }
    reading.current = latest.current(own.signal).then(
      (data) => finish(() => ({ data, error: undefined })),
      (error) => finish(({ data }) => ({ data, error }))
    )
    return reading.current
  }, [])

  useEffect(() => {
    reload()
    return () => controller.current?.abort()
  }, [router.sandbox.value, ...inputs])

  const readAgain = async () => {
    // A reading in progress completes: changes without pause must not keep the page from showing any data.
    await reading.current
    await reload()
  }
  useSoonAfter([...types, 'resync'], readAgain, isRelevant)
  return { ...result, reload }
}
