import type { FastifyRequest } from 'fastify'
import { lastChange } from '../sandbox/last-changes.ts'
import { oldestRevision } from '../sandbox/rewind.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { BadBody } from './errors.ts'
import { ChangedSince } from './record-errors.ts'
import { type RecordPlace, recordsAt } from './record-place.ts'

/** A revision, also quoted like an ETag. */
export const IF_MATCH = '^(\\*|[0-9]{1,15}|"[0-9]{1,15}")$'

/** The revision of the header `If-Match`; `undefined` without one, and for `*`. @throws BadBody */
export function requiredRevision({ headers }: FastifyRequest): number | undefined {
  const text = headers['if-match']
  if (text === undefined || text === '*') return undefined
  if (new RegExp(IF_MATCH).test(text)) return Number(text.replaceAll('"', ''))
  throw new BadBody(`If-Match: expected the revision of the record, such as 12, not '${text}'`)
}

/** @throws BadBody, ChangedSince if the record in the present state is newer than the revision */
export function requireUnchanged(
  sandbox: Sandbox,
  place: RecordPlace,
  key: string,
  record: object,
  revision: number | undefined
): void {
  if (revision === undefined) return
  const { state, history } = sandbox
  if (revision > state.revision)
    throw new BadBody(`If-Match: unknown revision ${revision}: the latest is ${state.revision}`)
  const since = history.since(revision, state.revision)
  if (since === undefined)
    throw new ChangedSince(
      `may have changed after revision ${revision}: the history starts with revision ${oldestRevision(sandbox)}`
    )
  const change = lastChange(since, place, recordsAt(state, place), key, record)
  if (change !== undefined)
    throw new ChangedSince(`was changed after revision ${revision}: by revision ${change.revision}`)
}
