import type { Edit } from './use-edit.ts'
import { Value } from './value.tsx'

/** Says that the record was changed or removed while it was being edited, and lets the person choose between both versions. */
export function Meanwhile({ edit }: { edit: Edit }) {
  const { isRemoved, changed, conflicts, record } = edit
  if (!isRemoved && changed.length === 0) return null
  return (
    <div class="meanwhile" role="alert">
      {isRemoved ? (
        <p>
          <strong>This record was removed meanwhile.</strong>{' '}
          {record === undefined ? '' : 'What you typed is still here: add it again, or cancel.'}
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
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Yours</th>
                <th scope="col">Now</th>
              </tr>
            </thead>
            <tbody>
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
            </tbody>
          </table>
          <div class="meanwhile-actions">
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
