import type { Api } from '../../api.ts'
import { ApiError, isMissing } from '../../api-error.ts'
import type { Change } from '../../change.ts'
import { isRejected, type JournalEvent } from './journal.ts'

export interface ExplainedField {
  readonly field: string
  readonly operator?: string
  readonly options?: object
  readonly expected: unknown
  readonly actual: unknown
  readonly matched: boolean
  readonly note?: string
}

/** Why a stub matched or not, and why an emulated API rejected the request. */
export interface Explanation {
  readonly stub: { readonly id: string; readonly name?: string } | null
  readonly fields: readonly ExplainedField[]
  readonly rejection?: {
    readonly status: number
    readonly reason: string
    readonly routes?: readonly {
      readonly methods: readonly string[]
      readonly path: string
      readonly fields: readonly ExplainedField[]
    }[]
  }
}

export interface LoadedRequest {
  readonly event: JournalEvent
  readonly changes: readonly Change[]
  readonly explanation: Explanation | undefined
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Reads all that the detail shows, so that it appears at once. */
export async function loadRequest(api: Api, id: string, signal: AbortSignal): Promise<LoadedRequest> {
  if (!UUID.test(id)) throw new ApiError(404, `'${id}' is not the id of a request`)
  const path = `requests/${encodeURIComponent(id)}`
  const [event, { changes }] = await Promise.all([
    api.json<JournalEvent>(path, { signal }),
    api.json<{ changes: Change[] }>('history', { query: { request: id, limit: 1000 }, signal })
  ])
  const explanation = isRejected(event)
    ? await api.json<Explanation>(`${path}/explanation`, { signal }).catch(undefinedIfMissing)
    : undefined
  return { event, changes: changes.toReversed(), explanation }
}

/** The request was evicted meanwhile. */
function undefinedIfMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined
  throw error
}
