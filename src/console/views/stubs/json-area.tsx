import type { Ref } from 'preact'

export interface JsonAreaProps {
  readonly label: string
  readonly value: string
  readonly onInput: (value: string) => void
  /** Called for Ctrl+S, Cmd+S, Ctrl+Enter and Cmd+Enter. */
  readonly onSave: () => void
  /** Called for Esc. Move the focus, because Tab indents here. */
  readonly onLeave: () => void
  readonly isInvalid: boolean
  readonly describedBy: string
  readonly area: Ref<HTMLTextAreaElement>
}

/** A field for JSON. Tab inserts two spaces, and Esc leaves the field. */
export function JsonArea({ label, value, onInput, onSave, onLeave, isInvalid, describedBy, area }: JsonAreaProps) {
  const press = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey
    if (event.key === 'Tab' && !event.shiftKey && !isCommand && !event.altKey) {
      // The only way to insert text that the browser can undo.
      document.execCommand('insertText', false, '  ')
    } else if (event.key === 'Escape') onLeave()
    else if (isCommand && (event.key === 's' || event.key === 'Enter')) onSave()
    else return
    event.preventDefault()
  }
  return (
    <textarea
      ref={area}
      class="json-area"
      aria-label={label}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      value={value}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
      onKeyDown={press}
    />
  )
}
