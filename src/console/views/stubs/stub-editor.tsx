import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { Problems } from '../../field-error.tsx'
import { change, offerUndo } from '../../undo.ts'
import { useAction } from '../../use-action.ts'
import { JsonArea } from './json-area.tsx'
import { type Draft, focusList, NEW } from './stub-draft.ts'
import { editable, placeIn } from './stub-text.ts'

export interface StubEditorProps {
  readonly id: string
  /** The present text of the server; `undefined` if the stub does not exist any more. */
  readonly loaded: string | undefined
  readonly drafts: Map<string, Draft>
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly saved: () => void
}

/** Edits the JSON of a stub. What was typed stays, whatever happens to the stub meanwhile. */
export function StubEditor({ id, loaded, drafts, area, saved }: StubEditorProps) {
  const context = useConsole()
  const { api, router, toasts } = context
  const [draft, setDraft] = useState<Draft>(() => drafts.get(id) ?? { base: loaded ?? '', text: loaded ?? '' })
  const [error, setError] = useState<unknown>()
  const { isBusy, run } = useAction()
  const save = useRef<HTMLButtonElement>(null)
  const { base, text } = draft
  const isDirty = text !== base
  const isStale = isDirty && !isBusy && loaded !== undefined && loaded !== base
  const isNew = id === NEW || loaded === undefined

  const keep = (next: Draft) => {
    setDraft(next)
    if (next.text === next.base) drafts.delete(id)
    else drafts.set(id, next)
  }
  useEffect(() => {
    if (loaded !== undefined && (!isDirty || loaded === text)) keep({ base: loaded, text: loaded })
  }, [loaded])

  const send = async () => {
    const body = new Blob([text])
    const headers = { 'content-type': 'application/json' }
    const path = isNew ? 'mappings' : `mappings/${encodeURIComponent(id)}`
    const { response, undo } = await change(api, path, { method: isNew ? 'POST' : 'PUT', body, headers })
    const json = await response.text()
    const stored = editable(json)
    setError(undefined)
    keep({ base: stored, text: area.current?.value === text ? stored : (area.current?.value ?? stored) })
    saved()
    if (isNew) {
      router.go(router.href(['stubs', JSON.parse(json).id]), true)
      focusList()
    }
    if (isNew) offerUndo(context, 'Created the stub', undo, 'The stub was removed')
    else offerUndo(context, 'Saved the stub', undo, 'The stub is as before')
  }
  const submit = () =>
    run(send, (problem) => {
      setError(problem)
      goTo(area.current, text, problem)
    })
  const load = (theirs: string) => {
    const mine = draft
    keep({ base: theirs, text: theirs })
    setError(undefined)
    toasts.show('What you typed was discarded', { label: 'Undo', run: () => keep(mine) })
  }
  return (
    <form
      class="stub-editor"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <JsonArea
        label="JSON of the stub"
        value={text}
        area={area}
        isInvalid={error !== undefined}
        describedBy="stub-problems stub-help"
        onInput={(next) => keep({ base, text: next })}
        onSave={submit}
        onLeave={() => save.current?.focus()}
      />
      <Problems error={error} id="stub-problems" />
      {loaded === undefined && <p class="notice">This stub was removed. You can create it again.</p>}
      {isStale && (
        <p class="notice" role="status">
          This stub changed elsewhere. Saving replaces the other version.{' '}
          <button type="button" class="button button-small" onClick={() => load(loaded)}>
            Load the other version
          </button>
        </p>
      )}
      <div class="toolbar">
        <button ref={save} type="submit" class="button button-primary" aria-busy={isBusy}>
          {id === NEW ? 'Create' : isNew ? 'Create again' : 'Save'}
        </button>
        {isDirty && !isStale && loaded !== undefined && (
          <button type="button" class="button" onClick={() => load(loaded)}>
            Discard changes
          </button>
        )}
        <span class="muted small stub-help" id="stub-help">
          Tab indents, Esc leaves the field, Ctrl+S saves.
        </span>
      </div>
    </form>
  )
}

/** Moves the cursor to the place that an error names. */
function goTo(area: HTMLTextAreaElement | null, text: string, error: unknown): void {
  const { message, problems } = error as { message: string; problems?: readonly { message: string }[] }
  const place = placeIn(text, problems?.[0]?.message ?? message)
  if (place === undefined) return
  area?.focus()
  area?.setSelectionRange(place, Math.min(text.length, place + 1))
}
