import { useConsole } from '../../console.ts'
import type { ApiDescriptor } from '../../descriptors.ts'
import { FieldChanges, fieldsOf } from '../../field-changes.tsx'
import { Problems } from '../../field-error.tsx'
import { useLoaded } from '../../use-loaded.ts'
import { Actions } from './actions.tsx'
import { Cause } from './cause.tsx'
import { type Change, type HistoryPage, listName, titleOf } from './change.ts'
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
  if (revision === undefined)
    return <p class="history-hint muted">Select a change to see what it changed, to undo it, or to compare it.</p>
  if (!Number.isSafeInteger(number)) return <Missing revision={revision} isOlder={false} oldest={0} />
  const change = row ?? data?.changes.find((change) => change.revision === number)
  const oldest = changes?.oldest ?? data?.meta.oldest
  if (change !== undefined) return <Detail change={change} apis={apis} present={changes?.revision} />
  if (number === oldest) return <Oldest revision={number} present={changes?.revision} />
  if (error !== undefined) return <Problems error={error} />
  if (data?.number !== number) return null
  return <Missing revision={revision} isOlder={number < data.meta.oldest} oldest={data.meta.oldest} />
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
        <div>
          <dt>Revision</dt>
          <dd>{revision}</dd>
        </div>
        <div>
          <dt>Time</dt>
          <dd>
            <time dateTime={time}>{new Date(time).toLocaleString()}</time>
          </dd>
        </div>
        {list !== undefined && (
          <div>
            <dt>Record</dt>
            <dd>
              <span>
                {listName(apis, api, list)} <bdi class="mono">{key}</bdi>{' '}
                <a class="history-link" href={router.href(['history', String(revision)], { api, list, key })}>
                  Only its changes
                </a>
              </span>
            </dd>
          </div>
        )}
        <div>
          <dt>Cause</dt>
          <dd>
            <Cause cause={cause} />
          </dd>
        </div>
      </dl>
      {Object.keys(changed).length > 0 && <FieldChanges fields={changed} label="Changed fields" />}
      {sameCount > 0 && (
        <details>
          <summary>
            {sameCount} unchanged {sameCount === 1 ? 'field' : 'fields'}
          </summary>
          <FieldChanges fields={same} label="Unchanged fields" />
        </details>
      )}
    </article>
  )
}

function Oldest({ revision, present }: { revision: number; present: number | undefined }) {
  return (
    <article class="history-detail" aria-label={`Revision ${revision}`}>
      <h2>{revision === 0 ? 'The state at the start' : `Revision ${revision}: the oldest state that is known`}</h2>
      <Actions revision={revision} canUndo={false} present={present} />
      {revision > 0 && <p class="muted">{EVICTED}</p>}
    </article>
  )
}

const EVICTED =
  'Earlier changes were evicted: the server keeps the last changes of each sandbox (--max-history), and a restart clears the history.'

interface MissingProps {
  readonly revision: string
  readonly isOlder: boolean
  readonly oldest: number
}

function Missing({ revision, isOlder, oldest }: MissingProps) {
  return (
    <article class="history-detail" aria-label={`Revision ${revision}`}>
      <h2>{isOlder ? `Revision ${revision} was evicted` : `There is no revision ${revision}`}</h2>
      <p class="muted">
        {isOlder ? `${EVICTED} The oldest known state is revision ${oldest}.` : 'No change has this revision.'}
      </p>
    </article>
  )
}
