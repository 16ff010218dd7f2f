import { useRef, useState } from 'preact/hooks'

/**
 * Shows a chosen value at once, and the actual one again when it was applied, or could not be. Values are applied one after the other.
 *
 * @param apply its promise resolves when `actual` is up to date; it never throws
 */
export function useOptimistic<T>(actual: T, apply: (value: T) => unknown) {
  const [chosen, setChosen] = useState<{ value: T }>()
  const applied = useRef(Promise.resolve<unknown>(undefined))
  const choose = async (value: T) => {
    const latest = { value }
    setChosen(latest)
    applied.current = applied.current.then(() => apply(value))
    await applied.current
    setChosen((present) => (present === latest ? undefined : present))
  }
  return { value: chosen === undefined ? actual : chosen.value, isBusy: chosen !== undefined, choose }
}
