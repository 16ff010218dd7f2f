import { Table } from '../../table.tsx'
import type { Edit } from './use-edit.ts'
import { Value } from './value.tsx'

/** Says that the record was changed or removed while it was being edited, and lets the person choose between both versions. */
export function Meanwhile({ edit }: { edit: Edit }) {
  const { isRemoved, changed, conflicts, record } = edit
  if (!isRemoved && changed.length === 0) return null
  return (
    <div class="notice meanwhile" role="alert">
      {isRemoved ? (
        <p>
          <strong>This record was removed meanwhile.</strong> {record === undefined ? '' : 'Add it again, or cancel.'}
        </p>
      ) : (
        <p>
          <strong>This record was changed meanwhile:</strong> {changed.map(({ name }) => name).join(', ')}.{' '}
          {conflicts.length === 0
            ? 'The form shows what it is now; what you typed stays.'
            : 'Which version do you want?'}
        </p>
      )}
      {!isRemoved && conflicts.length > 0 && (
        <>
          <Table class="table-texts" heads={['Field', 'Yours', 'Now']}>
            {conflicts.map(({ field, mine, theirs }) => (
              <tr key={field.name}>
                <th scope="row">{field.name}</th>
                <td>
                  <Value value={mine} />
                </td>
                <td>
                  <Value value={theirs} />
                </td>
              </tr>
            ))}
          </Table>
          <div class="toolbar">
            <button type="button" class="button button-small" onClick={edit.keepMine}>
              Keep mine
            </button>
            <button type="button" class="button button-small" onClick={edit.takeTheirs}>
              Use theirs
            </button>
          </div>
        </>
      )}
    </div>
  )
}
