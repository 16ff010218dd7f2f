import { useConsole } from '../../console.ts'
import { Table } from '../../table.tsx'
import { visible } from '../../visible.ts'
import type { JournalEvent } from './journal.ts'
import type { ExplainedField, Explanation } from './load-request.ts'

/** Why a request was rejected, or matched nothing: next to the nearest stub and the nearest routes, field by field. */
export function Why({ event, explanation }: { event: JournalEvent; explanation: Explanation | undefined }) {
  const { router } = useConsole()
  const { stub = null, fields = [], rejection } = explanation ?? {}
  const status = event.response.status
  return (
    <section aria-labelledby="request-why" class="why">
      <h3 id="request-why">{event.wasMatched ? 'Why it was rejected' : 'Why nothing matched'}</h3>
      <p class={event.wasMatched ? 'field-error' : undefined}>
        {rejection === undefined ? `The response has the status ${status}.` : visible(rejection.reason)}
      </p>
      {stub !== null && (
        <Comparison
          title={
            <>
              Nearest stub: <a href={router.href(['stubs', stub.id])}>{stub.name ?? stub.id}</a>
            </>
          }
          fields={fields}
        />
      )}
      {rejection?.routes?.map(({ methods, path, fields }) => (
        <Comparison
          key={path}
          title={
            <>
              Nearest route: <code>{`${methods.join(', ')} ${path}`}</code>
            </>
          }
          fields={fields}
        />
      ))}
    </section>
  )
}

function Comparison({ title, fields }: { title: preact.ComponentChildren; fields: readonly ExplainedField[] }) {
  return (
    <div class="comparison">
      <p>{title}</p>
      <div class="table-frame">
        <Table class="table-texts" heads={['Field', 'Expected', 'Actual', 'Match']}>
          {fields.map(({ field, operator, options, expected, actual, matched, note }) => (
            <tr key={field}>
              <th scope="row" class="mono">
                {field}
              </th>
              <td>
                {operator !== undefined && <span class="muted small">{operator} </span>}
                <bdi class="mono">{textOf(expected)}</bdi>
                {options !== undefined && <div class="muted small mono">{JSON.stringify(options)}</div>}
              </td>
              <td>
                {actual === null ? <span class="muted">none</span> : <bdi class="mono">{textOf(actual)}</bdi>}
                {note !== undefined && <div class="muted small">{note}</div>}
              </td>
              <td>
                <span class={`badge ${matched ? 'badge-good' : 'badge-bad'}`}>{matched ? 'yes' : 'no'}</span>
              </td>
            </tr>
          ))}
        </Table>
      </div>
    </div>
  )
}

const textOf = (value: unknown): string =>
  visible(typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : JSON.stringify(value))
