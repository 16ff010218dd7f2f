import { useEffect, useMemo } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import type { RequestRow } from '../../request-row.ts'
import { useLoaded } from '../../use-loaded.ts'
import { MOST_ROWS, RequestRows } from './request-rows.ts'
import { parseQuery, type SearchQuery } from './search-query.ts'

export interface LiveRequests {
  readonly rows: RequestRows
  readonly query: SearchQuery
  readonly isLoaded: boolean
  readonly error: unknown
}

/** The requests of the sandbox while they happen, filtered by the search in the URL. */
export function useRequestRows(text: string): LiveRequests {
  const { api, events } = useConsole()
  const rows = useMemo(() => new RequestRows(), [])
  const query = useMemo(() => parseQuery(text), [text])
  useMemo(() => rows.search(query.matches), [rows, query])
  const { data, error } = useLoaded(
    async (signal) => {
      rows.startReading()
      const { requests } = await api.json<{ requests: readonly RequestRow[] }>('requests', {
        query: { summary: 'true', limit: MOST_ROWS },
        signal
      })
      rows.finishReading(requests)
      return true
    },
    [],
    ['journal', 'reset']
  )
  useEffect(
    () =>
      events.on(['request', 'response', 'reset'], (event) => {
        if (event.type === 'reset') rows.clear()
        else if ('data' in event) rows.put(event.data)
      }),
    [events, rows]
  )
  return { rows, query, isLoaded: data === true, error }
}
