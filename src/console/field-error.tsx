import { ApiError } from './api-error.ts'
import { counted } from './counts.ts'
import { Table } from './table.tsx'

/**
 * Shows why a call failed: the message, and a table of the problems with their JSON pointers.
 *
 * @param props.id for `aria-describedby` of the field
 */
export function Problems({ error, id }: { error: unknown; id?: string }) {
  if (error === undefined || error === null) return null
  const { message, problems, total } =
    error instanceof ApiError ? error : new ApiError(0, error instanceof Error ? error.message : String(error))
  return (
    <div class="problems" role="alert" id={id}>
      <p class="field-error">{problems.length === 0 ? message : counted(total, 'problem')}</p>
      {problems.length > 0 && (
        <Table heads={['Place', 'Problem']}>
          {problems.map(({ pointer, message }, i) => (
            <tr key={i}>
              <td class="mono">{pointer === '' ? 'document' : pointer}</td>
              <td>{message}</td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  )
}
