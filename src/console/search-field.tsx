import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { useKey } from './use-key.ts'

const PAUSE = 150

export interface SearchFieldProps {
  readonly label: string
  readonly placeholder?: string
  /** The name of the filter in the URL. */
  readonly name?: string
}

/** The search of a view. `/` focuses it, Esc empties it, and the URL contains it. */
export function SearchField({ label, placeholder = label, name = 'q' }: SearchFieldProps) {
  const { router } = useConsole()
  const ref = useRef<HTMLInputElement>(null)
  const inUrl = router.query.value.get(name) ?? ''
  const [text, setText] = useState(inUrl)
  const timer = useRef(0)
  useKey('/', 'search', () => ref.current?.focus())
  useEffect(() => {
    // The button Back, a link or another filter changed it.
    if (document.activeElement === ref.current) return
    clearTimeout(timer.current)
    setText(inUrl)
  }, [inUrl])
  const change = (next: string, pause = PAUSE) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => router.setQuery({ [name]: next, offset: undefined }), pause)
  }
  return (
    <input
      ref={ref}
      type="search"
      class="search"
      aria-label={label}
      placeholder={`${placeholder}  /`}
      value={text}
      onInput={({ currentTarget }) => change(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        if (text === '') ref.current?.blur()
        else change('', 0)
      }}
    />
  )
}
