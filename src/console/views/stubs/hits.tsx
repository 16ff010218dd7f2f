import { useConsole } from '../../console.ts'
import { numberText } from '../../counts.ts'
import { useLoaded } from '../../use-loaded.ts'

/** How many requests in the journal a stub handled; `undefined` until it is known. It is read again when the stub has handled more. */
export function useHits(id: string): number | undefined {
  const { api } = useConsole()
  const { data } = useLoaded(
    (signal) => api.json<{ meta: { total: number } }>('requests', { query: { matchingStub: id, limit: 0 }, signal }),
    [id],
    ['response', 'journal', 'reset'],
    (event) => event.type !== 'response' || event.data.stub === id
  )
  return data?.meta.total
}

/** The number of hits of a row. */
export function Hits({ id }: { id: string }) {
  const hits = useHits(id)
  return <span class={`stub-hits ${hits === 0 ? 'muted' : ''}`}>{hits !== undefined && `${numberText(hits)} ×`}</span>
}
