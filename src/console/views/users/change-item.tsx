import { useConsole } from '../../console.ts'
import { useLoaded } from '../../use-loaded.ts'
import { isSame, type RecordValue } from './fields.ts'
import { Value } from './value.tsx'

/** A change as the history has it. */
export interface Change {
  readonly revision: number
  readonly time: string
  readonly operation: string
  readonly list?: string
  readonly summary: string
  readonly cause: { readonly request?: string; readonly call?: string } | null
  readonly before?: RecordValue
  readonly after?: RecordValue
}

const VERBS: Readonly<Record<string, string>> = { add: 'Added', replace: 'Changed', remove: 'Removed' }
const BADGES: Readonly<Record<string, string>> = { add: 'badge-good', remove: 'badge-bad' }

/** One change: when, by whom, what, and a button that undoes it. */
export function ChangeItem({ change, onUndo }: { change: Change; onUndo: () => void }) {
  const { revision, time, operation, list, summary } = change
  return (
    <li class="change">
      <header class="change-header">
        <span class={`badge ${BADGES[operation] ?? ''}`}>{VERBS[operation] ?? operation.replaceAll('_', ' ')}</span>
        <time class="muted" dateTime={time} title={`revision ${revision}`}>
          {new Date(time).toLocaleString()}
        </time>
        <span class="spacer" />
        <button type="button" class="button button-small" aria-label={`Undo revision ${revision}`} onClick={onUndo}>
          Undo
        </button>
      </header>
      <p class="change-cause">
        <CauseText cause={change.cause} />
      </p>
      {list === undefined ? <p>{summary}</p> : <Difference {...change} />}
    </li>
  )
}

interface JournalEntry {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
  }
}

function CauseText({ cause }: Pick<Change, 'cause'>) {
  if (cause?.request !== undefined) return <RequestCause id={cause.request} />
  return cause?.call === undefined ? <span class="muted">by the server</span> : <code>{cause.call}</code>
}

function RequestCause({ id }: { id: string }) {
  const { api, router } = useConsole()
  const { data, error } = useLoaded(
    (signal) => api.json<JournalEntry>(`requests/${encodeURIComponent(id)}`, { signal }),
    [id]
  )
  const agent = Object.entries(data?.request.headers ?? {}).find(([name]) => name.toLowerCase() === 'user-agent')?.[1]
  return (
    <>
      <a class="mono" href={router.href(['requests', id])}>
        {data === undefined ? `request ${id}` : <Value value={`${data.request.method} ${data.request.url}`} short />}
      </a>
      {agent !== undefined && (
        <span class="muted">
          {' '}
          by <Value value={agent} short />
        </span>
      )}
      {error !== undefined && <span class="muted"> (no longer in the journal)</span>}
    </>
  )
}

/** The fields of a record before and after a change. */
function Difference({ before, after }: Change) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const changed = names.filter((name) => !isSame(before?.[name] ?? null, after?.[name] ?? null))
  return (
    <dl class="difference">
      {changed.map((name) => (
        <div key={name}>
          <dt class="muted">{name}</dt>
          <dd>
            {before && (
              <del class="diff-removed">
                <span class="visually-hidden">before: </span>
                <Value value={before[name]} />
              </del>
            )}
            {before && after && <span aria-hidden="true">→</span>}
            {after && (
              <ins class="diff-added">
                <span class="visually-hidden">after: </span>
                <Value value={after[name]} />
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
