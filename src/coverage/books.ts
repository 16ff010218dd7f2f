import type { Api } from '../api/define-api.ts'
import { type Rule, type RuleBook, rulesIn } from '../rules/rule.ts'

/** The rules of an emulated API. */
export interface LoadedBook {
  readonly api: Api
  readonly book: RuleBook
  readonly rules: readonly Rule[]
}

/** By the name of the API, in the order of the APIs. */
export type Books = ReadonlyMap<string, LoadedBook>

/** Loads the rules of all APIs that have some. */
export async function loadBooks(apis: readonly Api[]): Promise<Books> {
  const loaded = await Promise.all(apis.map(async (api) => ({ api, book: await api.rules?.() })))
  return new Map(
    loaded.flatMap(({ api, book }) => (book === undefined ? [] : [[api.name, { api, book, rules: rulesIn(book) }]]))
  )
}
