import { useState } from 'preact/hooks'
import { useConsole } from './console.ts'

/** Resets the sandbox at once: instead of asking before, it offers to undo it. */
export function ResetButton() {
  const { api, toasts } = useConsole()
  const [isBusy, setBusy] = useState(false)
  const undo = async (revision: number) => {
    try {
      await api.json('history/undo', { body: { revision } })
      toasts.show('The reset was undone')
    } catch (error) {
      toasts.fail(error)
    }
  }
  const reset = async () => {
    setBusy(true)
    try {
      const { fixtures, revision } = await api.json<{ fixtures: string; revision: number }>('reset', { body: {} })
      toasts.show(`Reset to "${fixtures}"`, { label: 'Undo', run: () => undo(revision) })
    } catch (error) {
      toasts.fail(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <button type="button" class="button" disabled={isBusy} onClick={reset}>
      Reset
    </button>
  )
}
