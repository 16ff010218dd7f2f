import { useState } from 'preact/hooks'
import type { Records } from './use-records.ts'

export interface Selection {
  /** -1 without a selected row, or if it is not loaded. */
  readonly index: number
  readonly key: string | undefined
  select(index: number, key: string | undefined): void
}

/**
 * The selected row. It stays the same record while others are added and removed. If it is removed itself, the next row takes its place.
 *
 * @param openKey the record whose history is shown: it is the selected one
 * @param open shows another history
 */
export function useSelection(
  records: Records,
  q: string,
  openKey: string | undefined,
  open: (key: string) => void
): Selection {
  const [{ index, key, search }, set] = useState<{ index: number; key?: string | undefined; search: string }>({
    index: -1,
    search: q
  })
  const select = (index: number, key: string | undefined) => {
    set({ index, key, search: q })
    if (openKey !== undefined && key !== undefined) open(key)
  }
  if (openKey !== undefined) return { index: records.indexOf(openKey), key: openKey, select }
  const found = key === undefined ? -1 : records.indexOf(key)
  if (found >= 0) return { index: found, key, select }
  const isSameList = search === q && records.part?.q === q
  const present = isSameList ? records.at(index) : undefined
  return { index: present === undefined && !isSameList ? -1 : index, key: present?.key, select }
}
