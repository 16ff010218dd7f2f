import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { Command } from '../../empty-state.tsx'
import type { Rule } from './coverage.ts'
import { scriptOf } from './example-script.ts'
import { Markdown } from './markdown.tsx'

const COLORS: Readonly<Record<string, string>> = { verified: 'badge-good', likely: '', assumed: 'badge-warning' }

export interface RuleItemProps {
  readonly rule: Rule
  readonly credentials: Readonly<Record<string, string>>
}

/** A rule with its count and its evidence. The one that the URL names also shows how to demonstrate it. */
export function RuleItem({ rule, credentials }: RuleItemProps) {
  const { router } = useConsole()
  const { id, subject, text, certainty, follows, count, excluded } = rule
  const isOpen = router.path.value[1] === id
  const ref = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isOpen) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const [level = '', reason] = certainty.split(': ')
  const filters = Object.fromEntries(router.query.value)
  return (
    <li ref={ref} data-open={isOpen}>
      <div class="toolbar">
        <a class="mono" href={router.href(isOpen ? ['contract'] : ['contract', id], filters)} aria-expanded={isOpen}>
          {id}
        </a>
        <span class={`badge ${COLORS[level]}`}>{level}</span>
        <span class="muted small">{reason ?? 'without evidence'}</span>
        <span class="spacer" />
        <span class={`badge ${count > 0 ? 'badge-good' : ''}`}>{timesText(count)}</span>
      </div>
      <p>
        {subject !== undefined && (
          <strong>
            <Markdown text={subject} />{' '}
          </strong>
        )}
        <Markdown text={text} />
      </p>
      {follows !== undefined && (
        <p>
          This server follows an alternative: <Markdown text={follows} />
        </p>
      )}
      {excluded !== undefined && <p class="muted small">Does not count: {excluded}.</p>}
      {isOpen && <Example rule={rule} credentials={credentials} />}
    </li>
  )
}

const timesText = (count: number): string => {
  if (count === 0) return 'not demonstrated'
  return count === 1 ? 'demonstrated once' : `demonstrated ${count.toLocaleString('en')} times`
}

/** The requests of the first case. */
function Example({ rule: { id, source, example }, credentials }: RuleItemProps) {
  const { api } = useConsole()
  return (
    <>
      {source !== undefined && <p class="muted small">Source: {source}</p>}
      {example === null ? (
        <p class="muted">No request can demonstrate it.</p>
      ) : (
        <>
          <p>To demonstrate it, send this{example.needs !== undefined && ` to a server with ${example.needs}`}:</p>
          <Command
            text={scriptOf(example.requests, { urlOf: (target) => api.url(target), credentials })}
            label={`Copy curl for ${id}`}
          />
        </>
      )}
    </>
  )
}
