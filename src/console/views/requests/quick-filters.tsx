import { useConsole } from '../../console.ts'

const FILTERS = [
  { label: 'Errors', term: 'status:4xx,5xx' },
  { label: 'Unmatched', term: 'is:unmatched' },
  { label: 'Stubbed', term: 'is:stubbed' }
]

/** Buttons for the most frequent filters: each adds a term to the search, or removes it. */
export function QuickFilters({ text }: { text: string }) {
  const { router } = useConsole()
  const terms = text.split(/\s+/)
  return (
    <div class="toolbar">
      {FILTERS.map(({ label, term }) => {
        const isOn = terms.includes(term)
        const toggle = () => router.setQuery({ q: (isOn ? text.replace(term, '') : `${text} ${term}`).trim() })
        return (
          <button key={term} type="button" class="button button-small toggle" aria-pressed={isOn} onClick={toggle}>
            {label}
          </button>
        )
      })}
    </div>
  )
}
