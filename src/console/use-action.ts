import { useRef, useState } from 'preact/hooks'
import { useConsole } from './console.ts'

/** Runs one action at a time, and shows why it failed. */
export function useAction() {
  const { toasts } = useConsole()
  const [isBusy, setBusy] = useState(false)
  const isRunning = useRef(false)
  const run = async (action: () => Promise<unknown>, fail: (error: unknown) => void = toasts.fail): Promise<void> => {
    if (isRunning.current) return
    isRunning.current = true
    setBusy(true)
    try {
      await action()
    } catch (error) {
      fail(error)
    } finally {
      isRunning.current = false
      setBusy(false)
    }
  }
  return { isBusy, run }
}
