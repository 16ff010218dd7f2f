import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { CloseButton } from './close-button.tsx'

export interface DialogProps {
  readonly title: string
  /** Called for Esc, the button Close, and a click next to the dialog. Remove the dialog from the page then. */
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** A modal dialog. The focus returns to where it was. Put its buttons into `<div class="dialog-actions">`. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    dialog?.showModal()
    return () => {
      dialog?.close()
      // The browser returns the focus only if the dialog is still part of the page.
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does the same
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div class="dialog-body">
        <header class="dialog-header">
          <h2 id={id}>{title}</h2>
          <CloseButton label="Close" onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  )
}
