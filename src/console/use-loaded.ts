import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import type { EventType } from './events.ts'
import { useSoonAfter } from './use-soon-after.ts'

/** In milliseconds, until data that became outdated while it was being read is read again. */
const PAUSE = 250

export interface Loaded<T> {
  /** The last data that was read; it stays while newer data is being read. */
  readonly data: T | undefined
  /** Why the last reading failed. */
  readonly error: unknown
  readonly reload: () => void
}

/**
 * Reads data now, whenever `inputs` change, and soon after events of the given types. `resync` is always one of them.
 *
 * @param load must pass the signal to its calls
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  inputs: readonly unknown[],
  types: readonly EventType[] = []
): Loaded<T> {
  const { router } = useConsole()
  const [result, setResult] = useState<{ data: T | undefined; error: unknown }>({ data: undefined, error: undefined })
  const stop = useRef((): void => undefined)
  const latest = useRef(load)
  latest.current = load
  const running = useRef<AbortController>(undefined)
  /** Whether something changed while data was being read. */
  const isOutdated = useRef(false)

  const reload = useCallback(() => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    isOutdated.current = false
    const finish = (show: () => void) => {
      if (controller.signal.aborted) return
      running.current = undefined
      show()
      if (isOutdated.current) setTimeout(() => controller.signal.aborted || running.current || reload(), PAUSE)
    }
    latest.current(controller.signal).then(
      (data) => finish(() => setResult({ data, error: undefined })),
      (error) => finish(() => setResult(({ data }) => ({ data, error })))
    )
    stop.current = () => controller.abort()
  }, [])

  useEffect(() => {
    reload()
    return () => stop.current()
  }, [router.sandbox.value, ...inputs])

  useSoonAfter([...types, 'resync'], () => {
    // A reading in progress completes: changes without pause must not keep the page from showing any data.
    if (running.current === undefined) reload()
    else isOutdated.current = true
  })
  return { ...result, reload }
}
