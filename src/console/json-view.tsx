import { useMemo, useState } from 'preact/hooks'

/** More text than this would block the page. */
const FIRST_PART = 200_000

/** Texts, empty values, punctuation and white space of JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{[]\s*[}\]]|[{}[\],:]|\s+/g

/** Formats JSON without changing its numbers, however long; any other text stays as it is. */
export function formatted(text: string): string {
  try {
    JSON.parse(text)
  } catch {
    return text
  }
  let indent = '\n'
  return text.replace(TOKEN, (token) => {
    if (token === '{' || token === '[') {
      indent += '  '
      return token + indent
    }
    if (token === '}' || token === ']') {
      indent = indent.slice(0, -2)
      return indent + token
    }
    if (token === ',') return token + indent
    if (token === ':') return ': '
    return token.startsWith('"') ? token : token.replace(/\s+/g, '')
  })
}

/** Shows a value as JSON, or a text as it is; only the first part of a long one. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = useMemo(() => (typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')), [value])
  const [isWhole, showWhole] = useState(false)
  const shown = isWhole ? text : text.slice(0, FIRST_PART)
  return (
    <div class="json">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has fields */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre tabIndex={0} role="group" aria-label={label}>
        {shown}
      </pre>
      {shown.length < text.length && (
        <button type="button" class="button button-small" onClick={() => showWhole(true)}>
          Show the remaining {Math.ceil((text.length - shown.length) / 1000).toLocaleString('en')} KB
        </button>
      )}
    </div>
  )
}
