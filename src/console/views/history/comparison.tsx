import { CloseButton } from '../../close-button.tsx'
import { useConsole } from '../../console.ts'
import type { ApiDescriptor } from '../../descriptors.ts'
import { type FieldChange, FieldChanges } from '../../field-changes.tsx'
import { Problems } from '../../field-error.tsx'
import { useKey } from '../../use-key.ts'
import { useLoaded } from '../../use-loaded.ts'
import { listName } from './change.ts'
import { Ends } from './ends.tsx'
import { type ListDifference, ListSection } from './list-section.tsx'

type Fields = Readonly<Record<string, FieldChange>>

interface Difference {
  readonly lists: Readonly<Record<string, ListDifference>>
  readonly counters: Fields
  readonly stubs: {
    readonly counts: ListDifference['counts']
    readonly added: readonly string[]
    readonly removed: readonly string[]
    readonly changed: readonly string[]
  }
  readonly scenarios: Fields
  readonly settings: Fields
  readonly fixtures: Fields
}

interface ComparisonProps {
  readonly from: string
  readonly to: string
  readonly apis: readonly ApiDescriptor[]
}

/** What differs between two revisions. */
export function Comparison({ from, to, apis }: ComparisonProps) {
  const { api, router } = useConsole()
  const { data, error } = useLoaded(
    (signal) => api.json<Difference>('history/diff', { query: { from, to }, signal }),
    [from, to]
  )
  const close = () => router.setQuery({ from: undefined, to: undefined }, false)
  useKey('Escape', 'close the comparison', close)
  return (
    <article class="history-detail" aria-label="Comparison">
      <header class="dialog-header">
        <h2>
          Revision {from} compared with {to}
        </h2>
        <CloseButton label="Close the comparison" onClick={close} />
      </header>
      <Ends from={from} to={to} />
      <Problems error={error} />
      {error === undefined && data !== undefined && <Parts difference={data} apis={apis} />}
    </article>
  )
}

function Parts({ difference, apis }: { difference: Difference; apis: readonly ApiDescriptor[] }) {
  const { lists, counters, stubs, ...others } = difference
  const parts = Object.entries({ counters, ...others }).filter(([, fields]) => Object.keys(fields).length > 0)
  const isSame =
    Object.keys(lists).length === 0 && parts.length === 0 && Object.values(stubs.counts).every((n) => n === 0)
  if (isSame) return <p class="muted">Both states are the same.</p>
  return (
    <>
      {Object.entries(lists).map(([name, list]) => {
        const [api, ...rest] = name.split('.')
        return <ListSection key={name} title={listName(apis, api, rest.join('.'))} list={list} />
      })}
      <StubSection stubs={stubs} />
      {parts.map(([name, fields]) => (
        <section key={name} class="stack history-section">
          <h3>{TITLES[name]}</h3>
          <FieldChanges fields={fields} label={TITLES[name] ?? name} />
        </section>
      ))}
    </>
  )
}

const TITLES: Readonly<Record<string, string>> = {
  counters: 'Counters',
  scenarios: 'Scenarios',
  settings: 'Settings',
  fixtures: 'Fixture set'
}

function StubSection({ stubs }: { stubs: Difference['stubs'] }) {
  const { added, removed, changed } = stubs
  if (added.length + removed.length + changed.length === 0) return null
  const rows = { Added: added, Removed: removed, Changed: changed }
  return (
    <section class="stack history-section">
      <h3>Stubs</h3>
      {Object.entries(rows).map(([word, ids]) =>
        ids.map((id) => (
          <p key={id}>
            {word} <code>{id}</code>
          </p>
        ))
      )}
    </section>
  )
}
