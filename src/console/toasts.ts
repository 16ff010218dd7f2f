import { type ReadonlySignal, signal } from '@preact/signals'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly isError: boolean
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
  /** Where the page shows what the message is about. */
  readonly link?: { readonly label: string; readonly href: string } | undefined
}

/** Short messages about what just happened. */
export interface Toasts {
  readonly list: ReadonlySignal<readonly Toast[]>
  show(text: string, action?: Toast['action'], link?: Toast['link']): void
  /** Shows why something failed. */
  fail(error: unknown): void
  dismiss(id: number): void
}

const MOST = 3

export function createToasts(): Toasts {
  const list = signal<readonly Toast[]>([])
  let last = 0
  const add = (toast: Omit<Toast, 'id'>) => {
    // The same message again replaces the earlier one.
    const others = list.value.filter(({ text }) => text !== toast.text)
    list.value = [...others, { ...toast, id: ++last }].slice(-MOST)
  }
  return {
    list,
    show: (text, action, link) => add({ text, isError: false, action, link }),
    fail: (error) => add({ text: error instanceof Error ? error.message : String(error), isError: true }),
    dismiss(id) {
      list.value = list.value.filter((toast) => toast.id !== id)
    }
  }
}
