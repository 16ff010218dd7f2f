import { useConsole } from '../../console.ts'
import { numberText, partOf } from '../../counts.ts'
import { curlText } from '../../curl.ts'
import { useApis } from '../../descriptors.ts'
import { EmptyState } from '../../empty-state.tsx'
import { Problems } from '../../field-error.tsx'
import { SearchField } from '../../search-field.tsx'
import { useKey } from '../../use-key.ts'
import { RequestDetail } from './detail.tsx'
import { ExportHar } from './export-har.tsx'
import { Groups } from './groups.tsx'
import { QuickFilters } from './quick-filters.tsx'
import { RequestList } from './request-list.tsx'
import type { RequestRows } from './request-rows.ts'
import { useRequestRows } from './use-request-rows.ts'

/** The view *Requests*: what arrived, live, and everything about one of them. */
export function Requests() {
  const { router } = useConsole()
  const [, selected] = router.path.value
  const text = router.query.value.get('q') ?? ''
  const bodies = router.query.value.get('bodies') ?? undefined
  const { rows, query, isLoaded, error } = useRequestRows(text)
  const list = router.href(['requests'], { q: text, bodies })
  // Moving through the list is one step for the button Back.
  const select = (id: string) => router.go(router.href(['requests', id], { q: text, bodies }), selected !== undefined)
  useKey('Escape', 'close the request', () => selected !== undefined && router.go(list))
  return (
    <>
      <div class="toolbar">
        <h1>Requests</h1>
        <Count rows={rows} isLoaded={isLoaded} />
        <span class="spacer" />
        <ExportHar />
        <Groups rows={rows} text={text} />
        <QuickFilters text={text} />
        <SearchField label="Search requests" placeholder="status:4xx path:/users method:post text" />
      </div>
      {query.problems.length > 0 && (
        <div class="problems" role="alert">
          {query.problems.map((problem) => (
            <p key={problem} class="field-error">
              {problem}
            </p>
          ))}
        </div>
      )}
      <Problems error={error} />
      <div class={`fill split pages requests ${selected === undefined ? '' : 'detail-open'}`}>
        <List key={text} rows={rows} isLoaded={isLoaded} text={text} selected={selected} select={select} />
        {selected === undefined ? (
          <p class="empty">Select a request to see its details.</p>
        ) : (
          <RequestDetail key="detail" id={selected} rows={rows} list={list} />
        )}
      </div>
    </>
  )
}

function Count({ rows, isLoaded }: { rows: RequestRows; isLoaded: boolean }) {
  rows.version.value
  const { total, shown } = rows
  if (!isLoaded) return null
  return <span class="muted">{partOf(shown.length, total)}</span>
}

interface ListProps {
  readonly rows: RequestRows
  readonly isLoaded: boolean
  readonly text: string
  readonly selected: string | undefined
  readonly select: (id: string) => void
}

function List({ rows, isLoaded, text, selected, select }: ListProps) {
  rows.version.value
  if (rows.shown.length > 0) {
    const open = () => document.getElementById('request')?.focus()
    return <RequestList rows={rows} selected={selected} onSelect={select} onOpen={open} />
  }
  if (!isLoaded) return <p class="empty">Loading…</p>
  if (rows.total > 0) return <EmptyState title={`None of the ${numberText(rows.total)} requests matches “${text}”.`} />
  return <NoRequests />
}

function NoRequests() {
  const { api } = useConsole()
  const { data: apis = [] } = useApis()
  const [first] = apis
  if (first === undefined) return <EmptyState title="No requests yet" />
  return <EmptyState title="No requests yet. Send one:" command={curlText(api.url(first.home), first.credentials)} />
}
