import { useConsole } from '../../console.ts'
import type { ApiDescriptor, ListDescriptor } from '../../descriptors.ts'
import { useLoaded } from '../../use-loaded.ts'
import { type Field, fieldsOf } from './fields.ts'
import { type RecordRow, recordPath } from './record-calls.ts'

/** The fields of a list. Those that name a record of another list suggest the first hundred of them. */
export function useFields({ name, lists }: ApiDescriptor, list: ListDescriptor): readonly Field[] {
  const { api } = useConsole()
  const { data = {} } = useLoaded(
    async (signal) => {
      const found: Record<string, string[]> = {}
      for (const [member, target] of Object.entries(list.references)) {
        const path = recordPath({ api: name, list: target })
        const { records } = await api.json<{ records: RecordRow[] }>(path, { signal, query: { limit: 100 } })
        const key = lists.find((other) => other.name === target)?.key[0] ?? ''
        found[member] = records.map(({ record }) => String(record[key]))
      }
      return found
    },
    [],
    Object.keys(list.references).length > 0 ? ['change', 'reset'] : []
  )
  return fieldsOf(list).map((field) => ({ ...field, suggestions: data[field.name] ?? [] }))
}
