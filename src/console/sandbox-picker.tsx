import { useId, useRef, useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { useList } from './use-list.ts'

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

interface Choice {
  readonly name: string
  readonly isNew: boolean
}

/** Chooses the sandbox of the page. A name that does not exist yet creates one. */
export function SandboxPicker() {
  const { api, router, toasts } = useConsole()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string>()
  const [active, setActive] = useState(0)
  const { data = [] } = useList<{ name: string }>('sandboxes', ['sandboxes'])
  const names = data.map(({ name }) => name)
  const present = router.sandbox.value
  const isOpen = typed !== undefined
  const text = (typed ?? '').trim()
  const known = names.includes(present) ? names : [present, ...names]
  const choices: Choice[] = known.filter((name) => name.includes(text)).map((name) => ({ name, isNew: false }))
  if (NAME.test(text) && !known.includes(text)) choices.push({ name: text, isNew: true })

  const open = () => {
    setTyped('')
    setActive(Math.max(0, known.indexOf(present)))
  }
  const close = () => setTyped(undefined)
  const choose = async ({ name, isNew }: Choice) => {
    close()
    input.current?.blur()
    try {
      if (isNew) await api.json(`sandboxes/${encodeURIComponent(name)}`, { method: 'PUT', body: {} })
      router.go(router.hrefIn(name))
    } catch (error) {
      toasts.fail(error)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const choice = choices[active]
    if (step !== undefined) {
      event.preventDefault()
      if (!isOpen) open()
      else setActive((active + step + choices.length) % Math.max(1, choices.length))
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      close()
    } else if (event.key === 'Enter' && isOpen && choice !== undefined) {
      event.preventDefault()
      choose(choice)
    }
  }
  return (
    <div class="picker">
      <label class="muted" for={`${id}-input`}>
        Sandbox
      </label>
      <input
        ref={input}
        id={`${id}-input`}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && choices.length > 0 ? `${id}-${active}` : undefined}
        autocomplete="off"
        spellcheck={false}
        value={typed ?? present}
        placeholder={present}
        onFocus={open}
        onClick={() => !isOpen && open()}
        onBlur={close}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} class="popup" role="listbox" aria-label="Sandboxes" hidden={!isOpen}>
        {choices.map((choice, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={choice.name}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            // Before the field loses the focus.
            onPointerDown={(event) => {
              event.preventDefault()
              choose(choice)
            }}
          >
            {choice.isNew ? `Create "${choice.name}"` : choice.name}
          </div>
        ))}
        {choices.length === 0 && <p class="muted">Names have lower-case letters, digits and hyphens.</p>}
      </div>
    </div>
  )
}
