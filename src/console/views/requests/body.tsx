import { useMemo, useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { CopyButton } from '../../copy.tsx'
import { download } from '../../download.ts'
import { formatted } from '../../json-format.ts'
import { visible } from '../../visible.ts'
import { bytesOf, hexDump, isBinary } from './body-bytes.ts'
import { sizeText } from './texts.tsx'

/** Formatting more characters than this takes too long. */
const LONGEST_FORMATTED = 500_000
/** Characters that appear at first, and with each click. */
const PART = 50_000

export interface BodyProps {
  readonly title: string
  readonly text: string
  readonly base64: string
  /** What the header `Content-Length` says. */
  readonly length: number
}

/** A body: formatted or as it was sent, and of a long one only as much as the page can show. */
export function Body({ title, text, base64, length }: BodyProps) {
  const { router } = useConsole()
  const isRaw = router.query.value.get('bodies') === 'raw'
  const name = title.toLowerCase()
  const binary = useMemo(() => isBinary(text), [text])
  const pretty = useMemo(() => (text.length > LONGEST_FORMATTED || binary ? text : formatted(text)), [text, binary])
  if (base64 === '') return <p class="muted">{missingText(name, length)}</p>
  const canFormat = pretty !== text
  const size = Math.floor((base64.length * 3) / 4) - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0)
  return (
    <div class="body">
      <div class="toolbar">
        <span class="muted">
          {binary ? 'Binary body' : 'Body'}, {sizeText(size)}
          {text.length > LONGEST_FORMATTED && !binary && ', too long to format'}
        </span>
        <span class="spacer" />
        {canFormat && (
          <button
            type="button"
            class="button button-small toggle"
            aria-label={`Formatted body of the ${name}`}
            aria-pressed={!isRaw}
            onClick={() => router.setQuery({ bodies: isRaw ? undefined : 'raw' })}
          >
            Formatted
          </button>
        )}
        {!binary && (
          <CopyButton text={text} label={`Copy body of the ${name}`}>
            Copy
          </CopyButton>
        )}
        <button
          type="button"
          class="button button-small"
          aria-label={`Download body of the ${name}`}
          onClick={() => download(new Blob([bytesOf(base64)]), `${name}-body.${binary ? 'bin' : 'txt'}`)}
        >
          Download
        </button>
      </div>
      {/* A new body starts with its first part. */}
      <LongText key={text} label={`Body of the ${name}`} text={binary ? hexDump(base64) : isRaw ? text : pretty} />
    </div>
  )
}

/** The journal keeps no long responses, and does not say so. */
function missingText(name: string, length: number): string {
  if (length > 0) return `The journal does not keep this body: it has ${sizeText(length)}`
  return name === 'request' ? 'No body' : 'No body, or one of more than 16 KB, which the journal does not keep'
}

function LongText({ label, text }: { label: string; text: string }) {
  const [length, setLength] = useState(PART)
  const parts = []
  for (let start = 0; start < Math.min(length, text.length); start += PART) parts.push(text.slice(start, start + PART))
  return (
    <div class="json">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has fields */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre tabIndex={0} role="group" aria-label={label}>
        {parts.map((part, i) => (
          <span key={i}>{visible(part)}</span>
        ))}
      </pre>
      {length < text.length && (
        <button type="button" class="button button-small" onClick={() => setLength(length + PART)}>
          {`Show ${sizeText(Math.min(PART, text.length - length))} more of ${sizeText(text.length - length)}`}
        </button>
      )}
    </div>
  )
}
