import { CopyButton } from './copy.tsx'

/** Shown instead of an empty list, with the command that fills it. */
export function EmptyState({ title, command }: { title: string; command?: string }) {
  return (
    <div class="empty">
      <p>{title}</p>
      {command !== undefined && <Command text={command} label="Copy command" />}
    </div>
  )
}

/** A command with a button that copies it. */
export function Command({ text, label }: { text: string; label: string }) {
  return (
    <div class="command">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has fields */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre tabIndex={0} role="group" aria-label={label.replace(/^Copy /, '')}>
        {text}
      </pre>
      <CopyButton text={text} label={label}>
        Copy
      </CopyButton>
    </div>
  )
}
