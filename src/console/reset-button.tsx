import { type Console, useConsole } from './console.ts'
import { offerUndo, undoOf } from './undo.ts'
import { useAction } from './use-action.ts'

/** Resets the sandbox at once: instead of asking before, it offers to undo it. */
export function ResetButton() {
  const { isBusy, run } = useAction()
  const context = useConsole()
  return (
    <button type="button" class="button" disabled={isBusy} onClick={() => run(() => resetTo(context))}>
      Reset
    </button>
  )
}

/** Resets the sandbox. @param set the name of another fixture set. @throws ApiError */
export async function resetTo({ api, toasts }: Pick<Console, 'api' | 'toasts'>, set?: string): Promise<void> {
  const { fixtures, revision } = await api.json<{ fixtures: string; revision: number }>('reset', {
    body: { fixtures: set }
  })
  offerUndo({ toasts }, `Reset to "${fixtures}"`, undoOf(api, revision), 'The reset was undone')
}
