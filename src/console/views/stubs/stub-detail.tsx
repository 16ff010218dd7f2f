import type { RefObject } from 'preact'
import { isMissing } from '../../api-error.ts'
import { BackLink } from '../../back-link.tsx'
import { useConsole } from '../../console.ts'
import { counted } from '../../counts.ts'
import { Problems } from '../../field-error.tsx'
import { change, offerUndo } from '../../undo.ts'
import { useAction } from '../../use-action.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useHits } from './hits.tsx'
import { type Stub, titleOf } from './stub.ts'
import { type Draft, focusList, NEW } from './stub-draft.ts'
import { StubEditor } from './stub-editor.tsx'
import { editable, TEMPLATE } from './stub-text.ts'

export interface StubDetailProps {
  readonly id: string
  /** The URL of the list. */
  readonly all: string
  /** The URL to show when the stub was removed. */
  readonly next: () => string
  readonly drafts: Map<string, Draft>
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly changed: () => void
}

/** A stub, a new one, or a copy of one. */
export function StubDetail({ id, all, next, drafts, area, changed }: StubDetailProps) {
  const { api, router } = useConsole()
  const from = router.query.value.get('from') ?? undefined
  const source = id === NEW ? from : id
  const { data, error, reload } = useLoaded(
    async (signal) => {
      if (source === undefined) return { json: TEMPLATE, isGone: false }
      try {
        const response = await api.call(`mappings/${encodeURIComponent(source)}`, { signal })
        return { json: await response.text(), isGone: false }
      } catch (problem) {
        if (isMissing(problem)) return { json: undefined, isGone: true }
        throw problem
      }
    },
    [source],
    id === NEW ? [] : ['stubs', 'reset']
  )
  const title = id === NEW ? (from === undefined ? 'New stub' : 'Copy of a stub') : titleIn(data?.json)
  return (
    <section class="card" aria-label="Stub">
      <BackLink href={all}>All stubs</BackLink>
      <div class="toolbar">
        <h2 class="ellipsis" dir="auto">
          {title}
        </h2>
        <span class="spacer" />
        {id !== NEW && <Actions id={id} title={title} isGone={data?.isGone ?? true} next={next} changed={changed} />}
      </div>
      <Problems error={error} />
      {data !== undefined && (
        <StubEditor
          id={id}
          key={source ?? ''}
          loaded={data.json === undefined ? undefined : editable(data.json, id === NEW && from !== undefined)}
          drafts={drafts}
          area={area}
          saved={() => {
            reload()
            changed()
          }}
        />
      )}
    </section>
  )
}

function Actions(props: { id: string; title: string; isGone: boolean; next: () => string; changed: () => void }) {
  const { id, title, isGone, next, changed } = props
  const context = useConsole()
  const { api, router } = context
  const { run } = useAction()
  const hits = useHits(id)
  const remove = async () => {
    const target = next()
    const { undo } = await change(api, `mappings/${id}`, { method: 'DELETE' })
    changed()
    router.go(target, true)
    focusList()
    offerUndo(context, `Removed “${title}”`, undo, `“${title}” is back`)
  }
  if (isGone) return null
  return (
    <>
      {hits !== undefined && <a href={router.href(['requests'], { q: `stub:${id}` })}>{counted(hits, 'request')}</a>}
      <a class="button button-small" href={router.href(['stubs', NEW], { from: id })}>
        Duplicate
      </a>
      <button type="button" class="button button-small button-danger" onClick={() => run(remove)}>
        Remove
      </button>
    </>
  )
}

function titleIn(json: string | undefined): string {
  return json === undefined ? 'Stub' : titleOf(JSON.parse(json) as Stub)
}
