import { Cause } from '../../cause.tsx'
import type { Change, HistoryPage } from '../../change.ts'
import { useConsole } from '../../console.ts'
import { counted } from '../../counts.ts'
import type { ApiDescriptor } from '../../descriptors.ts'
import { Fact, Time } from '../../facts.tsx'
import { FieldChanges, fieldsOf } from '../../field-changes.tsx'
import { Problems } from '../../field-error.tsx'
import { useLoaded } from '../../use-loaded.ts'
import { Actions } from './actions.tsx'
import { listName, titleOf } from './change.ts'
import type { Changes } from './use-changes.ts'

interface ChangeDetailProps {
  /** In the URL. */
  readonly revision: string | undefined
  readonly changes: Changes | undefined
  readonly apis: readonly ApiDescriptor[]
}

/** Everything about the selected change. */
export function ChangeDetail({ revision, changes, apis }: ChangeDetailProps) {
  const { api } = useConsole()
  const number = Number(revision)
  const row = changes?.rows.find((change) => change.revision === number)
  // A link can name a change that is not among the rows: it is too old, or the filters hide it.
  const { data, error } = useLoaded(
    async (signal) => {
      if (row !== undefined || !/^\d{1,15}$/.test(revision ?? '')) return undefined
      const query = { before: number + 1, limit: 1, uses: 'true' }
      return { number, ...(await api.json<HistoryPage>('history', { query, signal })) }
    },
    [revision]
  )
  if (revision === undefined) return <p class="empty">Select a change to see, undo or compare it.</p>
  const change = row ?? data?.changes.find((change) => change.revision === number)
  const oldest = changes?.oldest ?? data?.meta.oldest
  if (change !== undefined) return <Detail change={change} apis={apis} present={changes?.revision} />
  if (error !== undefined) return <Problems error={error} />
  const isKnown = number === oldest || data?.number === number || !Number.isSafeInteger(number)
  return isKnown ? <NoChange revision={revision} oldest={oldest ?? 0} present={changes?.revision} /> : null
}

interface DetailProps {
  readonly change: Change
  readonly apis: readonly ApiDescriptor[]
  readonly present: number | undefined
}

function Detail({ change, apis, present }: DetailProps) {
  const { router } = useConsole()
  const { revision, time, api, list, key, cause, before, after } = change
  const { changed, same } = fieldsOf(before, after)
  const sameCount = Object.keys(same).length
  return (
    <article class="history-detail" aria-label={`Revision ${revision}`}>
      <h2>
        <bdi>{titleOf(change)}</bdi>
      </h2>
      <Actions revision={revision} canUndo={true} present={present} />
      <dl class="facts">
        <Fact name="Revision">{revision}</Fact>
        <Fact name="Time">
          <Time value={time} />
        </Fact>
        {list !== undefined && (
          <Fact name="Record">
            {listName(apis, api, list)} <bdi class="mono">{key}</bdi>{' '}
            <a href={router.href(['history', String(revision)], { api, list, key })}>Only its changes</a>
          </Fact>
        )}
        <Fact name="Cause">
          <Cause cause={cause} />
        </Fact>
      </dl>
      {Object.keys(changed).length > 0 && <FieldChanges fields={changed} label="Changed fields" />}
      {sameCount > 0 && (
        <details>
          <summary>{counted(sameCount, 'unchanged field')}</summary>
          <FieldChanges fields={same} label="Unchanged fields" />
        </details>
      )}
    </article>
  )
}

interface NoChangeProps {
  readonly revision: string
  /** The oldest revision whose state is known. */
  readonly oldest: number
  readonly present: number | undefined
}

/** Takes the place of a change that is not known: the oldest state, one that was evicted, or none. */
function NoChange({ revision, oldest, present }: NoChangeProps) {
  const number = Number(revision)
  const isOldest = number === oldest
  const isEvicted = number < oldest
  const title = isEvicted ? `Revision ${revision} was evicted` : `There is no revision ${revision}`
  const oldestTitle = oldest === 0 ? 'The state at the start' : `Revision ${oldest}: the oldest state that is known`
  return (
    <article class="history-detail" aria-label={`Revision ${revision}`}>
      <h2>{isOldest ? oldestTitle : title}</h2>
      {isOldest && <Actions revision={number} canUndo={false} present={present} />}
      {(isEvicted || (isOldest && oldest > 0)) && (
        <p class="muted">
          Earlier changes were evicted (--max-history), or cleared by a restart. The oldest known state is revision{' '}
          {oldest}.
        </p>
      )}
    </article>
  )
}
