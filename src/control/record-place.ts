import type { Api, ListDefinition } from '../api/define-api.ts'
import { REDACTED } from '../common/secrets.ts'
import { suggestion } from '../common/suggestion.ts'
import { keyNamed, type RecordContext } from '../fixtures/single-record.ts'
import type { ListName } from '../sandbox/last-changes.ts'
import type { SandboxState } from '../sandbox/sandbox-state.ts'
import type { Collection } from '../state/collection.ts'
import { isCredential } from './history-entry.ts'
import { UnknownApi, UnknownList, UnknownRecord } from './record-errors.ts'

export interface ListParams {
  readonly api: string
  readonly list: string
}

/** A list of records that a call names. */
export interface RecordPlace extends RecordContext, ListName {
  readonly owner: Api
}

/** @throws UnknownApi, UnknownList */
export function placeOf(apis: readonly Api[], { api, list }: ListParams): RecordPlace {
  const owner = apis.find(({ name }) => name === api)
  if (owner === undefined) throw new UnknownApi(unknown('API', api, names(apis)))
  const definition = Object.entries(owner.lists).find(([name]) => name === list)?.[1]
  if (definition === undefined) throw new UnknownList(unknown('list', list, Object.keys(owner.lists), ` of ${api}`))
  const isSecret = isCredential(apis, api, list)
  return { owner, api, list, name: list, definition, definitions: owner.lists, isSecret }
}

/** The records of the list in a state. */
export function recordsAt({ apis }: SandboxState, { api, list }: ListName): Collection<object> {
  const records = apis[api]?.lists[list]
  if (records === undefined) throw new RangeError(`unknown list '${api}.${list}'`)
  return records
}

/** The record with the key in a path. @throws UnknownRecord */
export function recordAt(
  state: SandboxState,
  place: RecordPlace,
  text: string
): { readonly key: string; readonly record: object } {
  const records = recordsAt(state, place)
  for (const key of [text, keyNamed(place.definition, text)]) {
    const record = records.get(key)
    if (record !== undefined) return { key, record }
  }
  throw new UnknownRecord(place.isSecret ? REDACTED : text, place.api, place.list)
}

/** A record as a fixture writes it. */
export const asWritten = ({ bare }: ListDefinition, record: object): unknown =>
  bare === undefined ? record : Reflect.get(record, bare)

const names = (apis: readonly Api[]): string[] => apis.map(({ name }) => name)

const unknown = (kind: string, name: string, known: readonly string[], of = ''): string =>
  `unknown ${kind} '${name}'${of}${suggestion(name, known)} (available: ${known.join(', ')})`
