import { useEffect } from 'preact/hooks'
import { useConsole } from './console.ts'

/** Lets screen readers say a text whenever it changes; `undefined` for none. */
export function useAnnounced(text: string | undefined): void {
  const { announcer } = useConsole()
  useEffect(() => {
    if (text !== undefined) announcer.say(text)
  }, [text])
}
