import { useMemo, useRef } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { counted } from '../../counts.ts'
import { EmptyState } from '../../empty-state.tsx'
import { Problems } from '../../field-error.tsx'
import { SearchField } from '../../search-field.tsx'
import { quoted } from '../../shell-quote.ts'
import { change, offerUndo } from '../../undo.ts'
import { useAction } from '../../use-action.ts'
import { useAnnounced } from '../../use-announced.ts'
import { useKey } from '../../use-key.ts'
import { useList } from '../../use-list.ts'
import { ProfileSwitches } from './profile-switches.tsx'
import { Scenarios } from './scenarios.tsx'
import { matches, type Stub } from './stub.ts'
import { StubDetail } from './stub-detail.tsx'
import { NEW } from './stub-draft.ts'
import { StubList } from './stub-list.tsx'

/** The view *Stubs*: what the mock responds instead of the emulated APIs. */
export function Stubs() {
  const { router, stubDrafts } = useConsole()
  const { data, error, reload } = useList<Stub>('mappings', ['stubs', 'reset'])
  const area = useRef<HTMLTextAreaElement>(null)
  const [, id] = router.path.value
  const q = router.query.value.get('q') ?? ''
  const stubs = data ?? []
  const shown = useMemo(() => (q === '' ? stubs : stubs.filter((stub) => matches(stub, q.toLowerCase()))), [data, q])
  const count = data === undefined ? undefined : shown.length
  useAnnounced(count === undefined ? count : counted(count, 'stub'))
  const href = (target?: string) => router.href(['stubs', ...(target === undefined ? [] : [target])], { q })
  useKey('n', 'new stub', () => router.go(href(NEW)))
  useKey('e', 'edit the stub', () => area.current?.focus())
  return (
    <>
      <div class="toolbar">
        <h1>Stubs</h1>
        <span class="spacer" />
        <a class="button" href={href(NEW)}>
          New stub
        </a>
        <RemoveAll count={stubs.length} changed={reload} />
      </div>
      <Problems error={error} />
      <ProfileSwitches stubs={stubs} changed={reload} />
      <Scenarios />
      {data !== undefined && stubs.length === 0 && id === undefined ? (
        <NoStubs />
      ) : (
        <div class={`fill split pages stubs ${id === undefined ? '' : 'detail-open'}`}>
          <section class="stubs-list" aria-label="List of stubs">
            <SearchField label="Search stubs" />
            <StubList stubs={shown} selected={id} href={href} onOpen={() => area.current?.focus()} />
            {q !== '' && count === 0 && <p class="muted">No stub contains “{q}”.</p>}
          </section>
          {id === undefined ? (
            <p class="empty">Select a stub to edit it, or press n for a new one.</p>
          ) : (
            <StubDetail
              key={id}
              id={id}
              all={href()}
              next={() => href(neighborOf(shown, id))}
              drafts={stubDrafts}
              area={area}
              changed={reload}
            />
          )}
        </div>
      )}
    </>
  )
}

/** The stub to show after one is removed. */
function neighborOf(stubs: readonly Stub[], id: string): string | undefined {
  const index = stubs.findIndex((stub) => stub.id === id)
  return index < 0 ? undefined : (stubs[index + 1] ?? stubs[index - 1])?.id
}

function NoStubs() {
  const { api } = useConsole()
  const body = '{"request":{"method":"GET","urlPath":"/users"},"response":{"status":503}}'
  return (
    <EmptyState
      title="No stubs: the emulated APIs handle every request."
      command={`curl -sS ${quoted(api.url('__admin/mappings'))} \\\n  -d ${quoted(body)}`}
    />
  )
}

function RemoveAll({ count, changed }: { count: number; changed: () => void }) {
  const context = useConsole()
  const { run } = useAction()
  const remove = async () => {
    const { undo } = await change(context.api, 'mappings', { method: 'DELETE' })
    changed()
    offerUndo(context, `Removed ${counted(count, 'stub')}`, undo, 'The stubs are back')
  }
  return (
    <button type="button" class="button" disabled={count === 0} onClick={() => run(remove)}>
      Remove all
    </button>
  )
}
