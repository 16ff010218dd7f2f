import { useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { useLoaded } from '../../use-loaded.ts'
import { type Place, type RecordRow, recordPath } from './record-calls.ts'

/** How many records a call reads at least. */
const PAGE = 100

/** A part of a list. */
export interface RecordPart {
  readonly records: readonly RecordRow[]
  readonly meta: {
    readonly total: number
    readonly matching: number
    readonly offset: number
    readonly revision: number
  }
  /** The search that found it. */
  readonly q: string
}

export interface Records {
  readonly part: RecordPart | undefined
  readonly error: unknown
  readonly reload: () => Promise<void>
  /** The row at an index; `undefined` if it is not loaded. */
  at(index: number): RecordRow | undefined
  /** The index of a record; -1 if it is not loaded. */
  indexOf(key: string): number
  /** Reads these rows: all others may be forgotten. */
  show(start: number, end: number): void
}

/** Reads the part of a list that is visible, and again whenever the sandbox changes. */
export function useRecords(place: Place, q: string): Records {
  const { api } = useConsole()
  const [{ first, last }, setRange] = useState({ first: 0, last: 0 })
  const {
    data: part,
    error,
    reload
  } = useLoaded(
    async (signal): Promise<RecordPart> => {
      const query = { q, offset: first * PAGE, limit: (last - first + 1) * PAGE }
      return { ...(await api.json<Omit<RecordPart, 'q'>>(recordPath(place), { signal, query })), q }
    },
    [q, first, last],
    ['change', 'reset']
  )
  const offset = part?.meta.offset ?? 0
  return {
    part,
    error,
    reload,
    at: (index) => part?.records[index - offset],
    indexOf(key) {
      const index = part?.records.findIndex((row) => row.key === key) ?? -1
      return index < 0 ? -1 : index + offset
    },
    show(start, end) {
      const next = { first: Math.floor(start / PAGE), last: Math.max(0, Math.floor((end - 1) / PAGE)) }
      if (next.first !== first || next.last !== last) setRange(next)
    }
  }
}
