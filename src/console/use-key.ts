import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from './console.ts'

/** A key that works while the component is on the page. The list of keys shows the description. */
export function useKey(key: string, description: string, run: (event: KeyboardEvent) => void): void {
  const { keys } = useConsole()
  const latest = useRef(run)
  latest.current = run
  useEffect(() => keys.add({ key, description, run: (event) => latest.current(event) }), [keys, key, description])
}
