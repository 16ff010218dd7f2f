import { useConsole } from '../../console.ts'
import { Problems } from '../../field-error.tsx'
import { Switch } from '../../switch.tsx'
import { useLoaded } from '../../use-loaded.ts'
import { visibleLine } from '../../visible.ts'
import type { Field } from './fields.ts'
import { type Place, readRecord } from './record-calls.ts'
import { RecordHistory } from './record-history.tsx'
import type { Actions } from './use-actions.ts'
import { Value } from './value.tsx'

export interface RecordPanelProps {
  readonly place: Place
  readonly fields: readonly Field[]
  readonly openKey: string
  readonly closeHref: string
  readonly actions: Actions
  readonly onEdit: (key: string) => void
}

/** A record and its history. */
export function RecordPanel({ place, fields, openKey, closeHref, actions, onEdit }: RecordPanelProps) {
  const { api } = useConsole()
  const { data, error, reload } = useLoaded(
    (signal) => readRecord(api, place, openKey, signal),
    [],
    ['change', 'reset']
  )
  const keyField = fields.find(({ isKey }) => isKey)?.name ?? ''
  const others = fields.filter(({ name }) => name !== keyField)
  return (
    <section class="card record-panel" aria-label={`Record ${visibleLine(openKey)}`}>
      <header class="record-panel-header">
        <h2>
          <Value value={data?.record[keyField] ?? openKey} short />
        </h2>
        {data && (
          <>
            <button type="button" class="button button-small" onClick={() => onEdit(data.key)}>
              Edit
            </button>
            <button type="button" class="button button-small" onClick={() => actions.remove(data.key).then(reload)}>
              Delete
            </button>
          </>
        )}
        <a class="icon-button" aria-label="Close the history" href={closeHref}>
          ×
        </a>
      </header>
      <Problems error={error} />
      {data === null && <p class="badge badge-warning">There is no record with this key now.</p>}
      {data && (
        <dl class="facts record-facts">
          {others.map(({ name, kind }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {kind === 'boolean' ? (
                  <Switch
                    isOn={data.record[name] === true}
                    label={`${name}, now`}
                    onChange={(value) => actions.set(data.key, name, value).then(reload)}
                  />
                ) : (
                  <span class="record-text">
                    <Value value={data.record[name]} />
                  </span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <RecordHistory place={place} openKey={openKey} last={data?.revision} actions={actions} />
    </section>
  )
}
