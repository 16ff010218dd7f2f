import { useState } from 'preact/hooks'
import { useConsole } from './console.ts'

/** Copies a text. Pages of a plain HTTP host other than localhost have no clipboard, so they copy a selection. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  // Outside of an open dialog nothing can be selected.
  const parent = document.querySelector('dialog[open]') ?? document.body
  parent.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (!isCopied) throw new Error('the browser did not allow to copy')
}

export interface CopyButtonProps {
  /** A function is called on the click. */
  readonly text: string | (() => string | Promise<string>)
  /** What it copies, as the name of the button: `Copy as curl`. */
  readonly label: string
  /** The visible text; `label` if omitted. */
  readonly children?: string
}

/** A button that copies a text, and says so. */
export function CopyButton({ text, label, children = label }: CopyButtonProps) {
  const { announcer, toasts } = useConsole()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await copyText(typeof text === 'string' ? text : await text())
      setCopied(true)
      announcer.say('Copied')
      setTimeout(() => setCopied(false), 1500)
    } catch (error) {
      toasts.fail(error)
    }
  }
  return (
    <button
      type="button"
      class="button button-small copy"
      aria-label={isCopied ? `Copied: ${label}` : label}
      onClick={copy}
    >
      {isCopied ? 'Copied' : children}
    </button>
  )
}
