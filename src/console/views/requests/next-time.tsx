import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { useAction } from '../../use-action.ts'
import { patternOf } from './as-stub.ts'
import { type JournalEvent, pathOf } from './journal.ts'
import { type NextTime as Choice, NEXT_TIME, nextTimeStub } from './next-time-stub.ts'

/** Creates a stub that changes the response to the next request like this one. */
export function NextTime({ request }: { request: JournalEvent['request'] }) {
  const { api, router, toasts } = useConsole()
  const { run } = useAction()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const buttons = () => [...(frame.current?.querySelectorAll('button') ?? [])]
  const subject = `${request.method} ${pathOf(request.url)}`

  const close = () => {
    setOpen(false)
    buttons()[0]?.focus()
  }
  const create = async (choice: Choice) => {
    close()
    const body = nextTimeStub(choice, patternOf(request), subject)
    const stub = await api.json<{ id: string }>('mappings', { body })
    const remove = async () => {
      await api.json(`mappings/${stub.id}`, { method: 'DELETE' })
      toasts.show('The stub was removed')
    }
    toasts.show(
      `Next ${subject}: ${choice.name}`,
      { label: 'Undo', run: () => run(remove) },
      { label: 'Show stub', href: router.href(['stubs', stub.id]) }
    )
  }
  const move = (event: KeyboardEvent, step: number) => {
    event.preventDefault()
    const all = buttons()
    const next = all.indexOf(document.activeElement as HTMLButtonElement) + step
    all[Math.max(0, Math.min(all.length - 1, next))]?.focus()
  }
  useLayoutEffect(() => {
    if (isOpen) buttons()[1]?.focus()
  }, [isOpen])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its buttons have the focus
    <div
      ref={frame}
      class="next-time"
      onFocusOut={({ relatedTarget }) => {
        if (!frame.current?.contains(relatedTarget as Node | null)) setOpen(false)
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') isOpen ? move(event, 1) : setOpen(true)
        else if (event.key === 'ArrowUp' && isOpen) move(event, -1)
        else if (event.key === 'Escape' && isOpen) {
          event.preventDefault()
          close()
        }
      }}
    >
      <button
        type="button"
        class="button button-small"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        Next time, respond with
        <span aria-hidden="true">▾</span>
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has fields */}
      <div id={id} class="popup" role="group" aria-label="Next time, respond with" hidden={!isOpen}>
        {NEXT_TIME.map((choice) => (
          <button key={choice.name} type="button" aria-label={choice.name} onClick={() => run(() => create(choice))}>
            <span>{choice.name}</span>
            <span class="muted small">{choice.effect}</span>
          </button>
        ))}
      </div>
    </div>
  )
}
