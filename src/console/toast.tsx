import { useEffect, useState } from 'preact/hooks'
import { CloseButton } from './close-button.tsx'
import { useConsole } from './console.ts'
import type { Toast } from './toasts.ts'

const SHOWN_FOR = 10_000

/** The messages at the edge of the page. One stays while the pointer or the focus is on it. */
export function ToastList() {
  const { toasts } = useConsole()
  return (
    <div class="toasts" role="status" aria-label="Messages">
      {toasts.list.value.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function ToastItem({ toast: { id, text, isError, action, link } }: { toast: Toast }) {
  const { toasts } = useConsole()
  const [isHeld, hold] = useState(false)
  useEffect(() => {
    if (isHeld || isError) return undefined
    const timer = setTimeout(() => toasts.dismiss(id), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [isHeld])
  return (
    <div
      class={isError ? 'toast toast-error' : 'toast'}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocusIn={() => hold(true)}
      onFocusOut={() => hold(false)}
    >
      <span class="toast-text">{text}</span>
      {link && <a href={link.href}>{link.label}</a>}
      {action && (
        <button
          type="button"
          class="button button-small"
          onClick={() => {
            toasts.dismiss(id)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <CloseButton label="Dismiss" onClick={() => toasts.dismiss(id)} />
    </div>
  )
}
