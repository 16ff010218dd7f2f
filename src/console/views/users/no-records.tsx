import { useConsole } from '../../console.ts'
import { EmptyState } from '../../empty-state.tsx'
import { quoted } from '../../shell-quote.ts'
import type { Field } from './fields.ts'
import { type Place, recordPath } from './record-calls.ts'

/** Shown instead of an empty table. */
export function NoRecords({
  place,
  label,
  q,
  fields
}: {
  place: Place
  label: string
  q: string
  fields: readonly Field[]
}) {
  const { api } = useConsole()
  if (q !== '') return <EmptyState title={`No ${label} contain “${q}”`} />
  const record = Object.fromEntries(
    fields.filter(({ isOptional }) => !isOptional).map(({ name, suggestions }) => [name, suggestions[0] ?? 'new'])
  )
  const url = api.url(`__admin/${recordPath(place)}`)
  const command = `curl ${quoted(url)} -H 'content-type: application/json' -d ${quoted(JSON.stringify(record))}`
  return <EmptyState title={`No ${label} yet. Add one here, or with this command:`} command={command} />
}
