import { useConsole } from './console.ts'

/** Read by screen readers only. */
export function LiveRegion() {
  const { announcer } = useConsole()
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {announcer.text}
    </div>
  )
}
