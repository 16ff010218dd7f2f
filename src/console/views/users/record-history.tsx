import { useState } from 'preact/hooks'
import { type HistoryPage, verbOf } from '../../change.ts'
import { ChangeItem } from '../../change-item.tsx'
import { useConsole } from '../../console.ts'
import { numberText } from '../../counts.ts'
import { Time } from '../../facts.tsx'
import { Problems } from '../../field-error.tsx'
import { useLoaded } from '../../use-loaded.ts'
import type { Place } from './record-calls.ts'
import type { Actions } from './use-actions.ts'

const STEP = 10
const BADGES: Readonly<Record<string, string>> = { add: 'badge-good', remove: 'badge-bad' }

export interface RecordHistoryProps {
  readonly place: Place
  readonly openKey: string
  /** The revision of the last change of the record, if it is known. */
  readonly last: number | undefined
  readonly actions: Actions
}

/** The changes of a record, newest first: who made them, and when. */
export function RecordHistory({ place, openKey, last, actions }: RecordHistoryProps) {
  const { api } = useConsole()
  const [limit, setLimit] = useState(STEP)
  const { data, error, reload } = useLoaded(
    async (signal) => {
      const found = await api.json<HistoryPage>('history', { signal, query: { ...place, key: openKey, limit } })
      // A reset, or another change of everything, does not name the record.
      if (last === undefined || last === 0 || found.changes.some(({ revision }) => revision >= last)) return found
      const { changes } = await api.json<HistoryPage>('history', { signal, query: { before: last + 1, limit: 1 } })
      const whole = changes.filter(({ revision, list }) => revision === last && list === undefined)
      return { ...found, changes: [...whole, ...found.changes] }
    },
    [limit, last],
    ['change', 'reset', 'journal']
  )
  return (
    <div class="stack">
      <h3>History</h3>
      <Problems error={error} />
      {data?.changes.length === 0 && (
        <p class="muted">
          {data.meta.oldest > 0
            ? `No change since revision ${data.meta.oldest}; earlier ones were evicted.`
            : 'No change yet: it is as the fixtures have it.'}
        </p>
      )}
      <ol>
        {data?.changes.map((change) => (
          <li key={change.revision} class="stack change">
            <ChangeItem change={change} hasCause onUndo={() => actions.undo(change.revision).then(reload)}>
              <span class={`badge ${BADGES[change.operation] ?? ''}`}>{verbOf(change)}</span>
              <span class="muted small" title={`revision ${change.revision}`}>
                <Time value={change.time} />
              </span>
            </ChangeItem>
          </li>
        ))}
      </ol>
      {data !== undefined && data.meta.total > limit && (
        <button type="button" class="button button-small" onClick={() => setLimit(Math.min(1000, limit * 5))}>
          Show earlier changes ({numberText(data.meta.total - limit)})
        </button>
      )}
    </div>
  )
}
