import { type Change, verbOf } from '../../change.ts'
import { useConsole } from '../../console.ts'
import { FieldChanges, fieldsOf } from '../../field-changes.tsx'
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
  const { revision, api: apiName, list, key, summary, before, after } = change
  return (
    <div class="change">
      <div class="toolbar">
        {apiName === undefined || list === undefined || key === undefined ? (
          <span>{summary}</span>
        ) : (
          <span>
            {verbOf(change)} <a href={router.href(['users', apiName, list, key])}>{visible(key)}</a>
          </span>
        )}
        <a class="muted" href={router.href(['history'], { api: apiName, list, key })}>
          History
        </a>
        <span class="spacer" />
        <button
          type="button"
          class="button button-small"
          aria-label={`Undo revision ${revision}`}
          onClick={() => run(() => undoRevision(context, revision))}
        >
          Undo
        </button>
      </div>
      {list !== undefined && (
        <FieldChanges fields={fieldsOf(before, after).changed} label={`Changed fields of ${key}`} />
      )}
    </div>
  )
}
