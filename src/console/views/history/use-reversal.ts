import { useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'

/** Undoes changes and goes back to revisions. Both act at once, and both can be undone. */
export function useReversal() {
  const { api, toasts } = useConsole()
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<{ readonly revision: number; readonly error: unknown }>()
  const send = async (call: 'undo' | 'restore', revision: number): Promise<number | undefined> => {
    setBusy(true)
    try {
      const { revision: made } = await api.json<{ revision: number }>(`history/${call}`, { body: { revision } })
      setFailed(undefined)
      return made
    } catch (error) {
      setFailed({ revision, error })
      return undefined
    } finally {
      setBusy(false)
    }
  }
  const show = (text: string, made: number | undefined) => {
    if (made !== undefined) toasts.show(text, { label: 'Undo', run: () => takeBack(made) })
  }
  const takeBack = async (revision: number) => {
    try {
      await api.json('history/undo', { body: { revision } })
      toasts.show('That was undone')
    } catch (failure) {
      toasts.fail(failure)
    }
  }
  return {
    isBusy,
    /** Why it was not possible for a change. */
    errorOf: (revision: number): unknown => (failed?.revision === revision ? failed.error : undefined),
    undo: async (revision: number) => show(`Undid revision ${revision}`, await send('undo', revision)),
    goBackTo: async (revision: number) => show(`Went back to revision ${revision}`, await send('restore', revision))
  }
}
