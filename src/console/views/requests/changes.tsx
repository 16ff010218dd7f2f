import { type Change, verbOf } from '../../change.ts'
import { ChangeItem } from '../../change-item.tsx'
import { useConsole } from '../../console.ts'
import { undoRevision } from '../../undo.ts'
import { useAction } from '../../use-action.ts'
import { visible } from '../../visible.ts'

/** What a request changed: a difference, field by field, for each record. */
export function Changes({ changes, method }: { changes: readonly Change[]; method: string }) {
  // A read is not expected to change anything.
  if (changes.length === 0 && /^(?:GET|HEAD|OPTIONS)$/.test(method)) return null
  return (
    <section aria-labelledby="request-changes">
      <h3 id="request-changes">What it changed</h3>
      {changes.length === 0 && <p class="muted">Nothing, or the history no longer contains it.</p>}
      {changes.map((change) => (
        <ChangedRecord key={change.revision} change={change} />
      ))}
    </section>
  )
}

function ChangedRecord({ change }: { change: Change }) {
  const context = useConsole()
  const { router } = context
  const { run } = useAction()
  const { revision, api, list, key } = change
  return (
    <div class="stack change">
      <ChangeItem change={change} onUndo={() => run(() => undoRevision(context, revision))}>
        {verbOf(change)}{' '}
        {api !== undefined && list !== undefined && key !== undefined && (
          <a href={router.href(['users', api, list, key])}>{visible(key)}</a>
        )}
        <a class="muted" href={router.href(['history'], { api, list, key })}>
          History
        </a>
      </ChangeItem>
    </div>
  )
}
