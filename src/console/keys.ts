import { type ReadonlySignal, signal } from '@preact/signals'

export interface Key {
  /** As `KeyboardEvent.key` has it. */
  readonly key: string
  readonly description: string
  readonly run: (event: KeyboardEvent) => void
}

/** The keys that work now. */
export interface Keys {
  readonly list: ReadonlySignal<readonly Key[]>
  /** @returns a function that removes the key */
  add(key: Key): () => void
}

export function createKeys(): Keys {
  const list = signal<readonly Key[]>([])
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || belongsToElement(event)) return
    // The newest part of the page comes first.
    const found = list.peek().findLast(({ key }) => key === event.key)
    if (found === undefined) return
    event.preventDefault()
    found.run(event)
  })
  return {
    list,
    add(key) {
      list.value = [...list.peek(), key]
      return () => {
        list.value = list.peek().filter((other) => other !== key)
      }
    }
  }
}

/** Texts are typed into fields, Enter presses buttons, and an open dialog has the keyboard for itself. */
function belongsToElement({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('dialog[open]') !== null) return true
  if (key === 'Escape') return false
  if (target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')) return true
  return key === 'Enter' && target.matches('a, button, summary, input')
}
