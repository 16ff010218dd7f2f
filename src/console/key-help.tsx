import { useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { Dialog } from './dialog.tsx'
import { useKey } from './use-key.ts'

const NAMES: Readonly<Record<string, string>> = { Escape: 'Esc' }

/** The list of the keys that work now. */
export function KeyHelp() {
  const { keys } = useConsole()
  const [isOpen, open] = useState(false)
  useKey('?', 'show this list', () => open(true))
  if (!isOpen) return null
  return (
    <Dialog title="Keys" onClose={() => open(false)}>
      <dl class="stack keys">
        {keys.list.value.map(({ key, description }) => (
          <div key={`${key} ${description}`}>
            <dt>
              <kbd>{NAMES[key] ?? key}</kbd>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
