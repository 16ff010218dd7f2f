import type { Api } from '../../api.ts'
import { isMissing } from '../../api-error.ts'
import type { RecordValue } from './fields.ts'

/** A list of records of an API. */
export interface Place {
  readonly api: string
  readonly list: string
}

export interface RecordRow {
  readonly key: string
  readonly record: RecordValue
  /** The revision of its last change; `null` if the history does not know it. */
  readonly revision: number | null
}

/** A record, and a revision at which it was like that. */
export interface KnownRecord extends RecordRow {
  readonly revision: number
}

export const recordPath = ({ api, list }: Place, key?: string): string =>
  ['records', api, list, ...(key === undefined ? [] : [key])].map(encodeURIComponent).join('/')

/** The record as it is now; `null` if there is none with this key. */
export async function readRecord(
  api: Api,
  place: Place,
  key: string,
  signal?: AbortSignal
): Promise<KnownRecord | null> {
  const options = signal === undefined ? {} : { signal }
  // Read before the record: a change between the two calls is noticed then, when the record is saved.
  const { meta } = await api.json<{ meta: { revision: number } }>('history', { ...options, query: { limit: 0 } })
  try {
    const found = await api.json<RecordRow>(recordPath(place, key), options)
    return { ...found, revision: found.revision ?? meta.revision }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** @throws ApiError 412 if the record was changed after the revision */
export const replaceRecord = (api: Api, place: Place, key: string, record: RecordValue, revision: number) =>
  api.json<KnownRecord>(recordPath(place, key), {
    method: 'PUT',
    body: record,
    headers: { 'if-match': String(revision) }
  })

export const addRecord = (api: Api, place: Place, record: RecordValue) =>
  api.json<KnownRecord>(recordPath(place), { method: 'POST', body: record })

export const removeRecord = (api: Api, place: Place, key: string) =>
  api.json<{ revision: number }>(recordPath(place, key), { method: 'DELETE' })
