import { useConsole } from '../../console.ts'
import type { RequestRows } from './request-rows.ts'

/** The search term of a group. */
const TERM = /(?:test|trace):"[^"]*"/

/** Groups the requests by test and trace: choosing a group shows its requests. */
export function Groups({ rows, text }: { rows: RequestRows; text: string }) {
  const { router } = useConsole()
  rows.version.value
  const groups = rows.groups()
  if (groups.size === 0) return null
  const [chosen = ''] = TERM.exec(text) ?? []
  const choose = (term: string) => router.setQuery({ q: `${text.replace(TERM, '')} ${term}`.trim() })
  return (
    <select aria-label="Group" value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      <option value="">All requests</option>
      {[...groups].map(([term, count]) => (
        <option key={term} value={term}>{`${term} (${count})`}</option>
      ))}
    </select>
  )
}
