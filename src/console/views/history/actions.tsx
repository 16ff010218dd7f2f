import { useConsole } from '../../console.ts'
import { Problems } from '../../field-error.tsx'
import { useKey } from '../../use-key.ts'
import { useReversal } from './use-reversal.ts'

interface ActionsProps {
  readonly revision: number
  readonly canUndo: boolean
  /** The newest revision. */
  readonly present: number | undefined
}

/** What can be done with a change and the state after it. Reasons why something is not possible appear in place. */
export function Actions({ revision, canUndo, present }: ActionsProps) {
  const { router } = useConsole()
  const { isBusy, errorOf, undo, goBackTo } = useReversal()
  const compare = (ends: { from?: number; to?: number }) => router.setQuery(ends, false)
  // Keys can be faster than the page, but not than the address.
  const selected = () => Number(router.path.peek()[1])
  useKey('f', 'compare from the selected revision', () => compare({ from: selected() }))
  useKey('t', 'compare to the selected revision', () => compare({ to: selected() }))
  useKey('u', 'undo the selected change', () => canUndo && !isBusy && undo(selected()))
  const comparisons: [text: string, ends: { from?: number; to?: number }][] = [
    ['From here', { from: revision }],
    ['To here', { to: revision }]
  ]
  if (present !== undefined && present !== revision)
    comparisons.unshift(['With the present', { from: revision, to: present }])
  if (canUndo) comparisons.unshift(['With the one before', { from: revision - 1, to: revision }])
  return (
    <>
      <div class="toolbar">
        {canUndo && (
          <button type="button" class="button" disabled={isBusy} onClick={() => undo(revision)}>
            Undo
          </button>
        )}
        <button
          type="button"
          class="button"
          disabled={isBusy || revision === present}
          onClick={() => goBackTo(revision)}
        >
          Go back to this
        </button>
      </div>
      <Problems error={errorOf(revision)} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has fields */}
      <div class="toolbar history-compare" role="group" aria-label="Compare">
        <span class="muted">Compare</span>
        {comparisons.map(([text, ends]) => (
          <button key={text} type="button" class="button button-small" onClick={() => compare(ends)}>
            {text}
          </button>
        ))}
      </div>
    </>
  )
}
