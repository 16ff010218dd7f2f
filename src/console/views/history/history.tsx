import { useMemo } from 'preact/hooks'
import { BackLink } from '../../back-link.tsx'
import { useConsole } from '../../console.ts'
import { useApis } from '../../descriptors.ts'
import { EmptyState } from '../../empty-state.tsx'
import { Problems } from '../../field-error.tsx'
import { quoted } from '../../shell-quote.ts'
import { VirtualList } from '../../virtual-list.tsx'
import { contains } from './change.ts'
import { ChangeDetail } from './change-detail.tsx'
import { ChangeRow, OlderRow, OldestRow } from './change-row.tsx'
import { Comparison } from './comparison.tsx'
import { Filters } from './filters.tsx'
import { useChanges } from './use-changes.ts'

const ROW_HEIGHT = 54

/** The view *History*: every change of the sandbox, newest first; undo one, compare two, go back to one. */
export function History() {
  const { api: control, router } = useConsole()
  const { data: apis = [] } = useApis()
  const query = router.query.value
  const part = (name: string) => query.get(name) ?? undefined
  const filters = { api: part('api'), list: part('list'), key: part('key'), request: part('request') }
  const text = part('q')
  const { changes, error, readOlder } = useChanges(filters)
  const rows = useMemo(
    () => changes?.rows.filter((change) => text === undefined || contains(change, text)) ?? [],
    [changes?.rows, text]
  )
  const compared = { from: part('from'), to: part('to') }
  const isComparing = compared.from !== undefined && compared.to !== undefined
  const isFiltered = text !== undefined || Object.values(filters).some((value) => value !== undefined)
  const revision = router.path.value[1]
  const select = (next: number) => {
    // A complete comparison makes room for the change that was selected.
    const { from, to, ...kept } = Object.fromEntries(query)
    router.go(router.href(['history', String(next)], isComparing ? kept : Object.fromEntries(query)), true)
  }
  const selected =
    Number(revision) === changes?.oldest && changes.isComplete
      ? rows.length
      : rows.findIndex((row) => String(row.revision) === revision)
  const isEmpty = changes?.isComplete === true && rows.length === 0
  const row = (index: number) => {
    const change = rows[index]
    if (change !== undefined) return <ChangeRow change={change} apis={apis} compared={compared} />
    if (changes?.isComplete) return <OldestRow revision={changes.oldest} compared={compared} />
    return <OlderRow known={changes?.rows.length ?? 0} onShow={readOlder} />
  }
  return (
    <>
      <h1>History</h1>
      <Filters apis={apis} />
      <Problems error={error} />
      {isEmpty && isFiltered && (
        <div class="empty">
          <p>No change matches the filters.</p>
          <a class="button" href={router.href(['history'])}>
            Show all changes
          </a>
        </div>
      )}
      {isEmpty && !isFiltered && (
        <EmptyState
          title={
            changes.oldest === 0
              ? 'Nothing has changed yet. A reset is a change:'
              : `No change since revision ${changes.oldest}. A reset is a change:`
          }
          command={`curl -X POST ${quoted(control.url('__admin/reset'))}`}
        />
      )}
      {(rows.length > 0 || changes?.isComplete === false || isComparing || revision !== undefined) && (
        <div class={`split fill pages ${isComparing || revision !== undefined ? 'detail-open' : ''}`}>
          <VirtualList
            key={JSON.stringify([filters, text])}
            label="Changes"
            count={changes === undefined ? 0 : rows.length + 1}
            rowHeight={ROW_HEIGHT}
            row={row}
            keyOf={(index) => String(rows[index]?.revision ?? 'last')}
            selected={selected}
            onSelect={(index) => {
              const next = rows[index]?.revision ?? (changes?.isComplete ? changes.oldest : undefined)
              if (next !== undefined) select(next)
            }}
            added={rows.filter(({ revision }) => revision > (changes?.base ?? 0)).length}
          />
          <div class="card">
            {isComparing ? (
              <Comparison from={compared.from ?? ''} to={compared.to ?? ''} apis={apis} />
            ) : (
              <>
                <BackLink href={router.href(['history'], Object.fromEntries(query))}>All changes</BackLink>
                <ChangeDetail revision={revision} changes={changes} apis={apis} />
              </>
            )}
          </div>
        </div>
      )}
    </>
  )
}
