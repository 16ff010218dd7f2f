import { useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { offerUndo, undoOf, undoRevision } from '../../undo.ts'
import { useAction } from '../../use-action.ts'

/** Undoes changes and goes back to revisions. Both act at once, and both can be undone. */
export function useReversal() {
  const context = useConsole()
  const { isBusy, run } = useAction()
  const [failed, setFailed] = useState<{ readonly revision: number; readonly error: unknown }>()
  const reverse = (revision: number, action: () => Promise<void>) => {
    setFailed(undefined)
    return run(action, (error) => setFailed({ revision, error }))
  }
  return {
    isBusy,
    /** Why it was not possible for a change. */
    errorOf: (revision: number): unknown => (failed?.revision === revision ? failed.error : undefined),
    undo: (revision: number) => reverse(revision, () => undoRevision(context, revision)),
    goBackTo: (revision: number) =>
      reverse(revision, async () => {
        const made = await context.api.json<{ revision: number }>('history/restore', { body: { revision } })
        offerUndo(context, `Went back to revision ${revision}`, undoOf(context.api, made.revision))
      })
  }
}
