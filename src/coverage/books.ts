import type { Api } from '../api/define-api.ts'
import { type Rule, type RuleBook, rulesIn } from '../rules/rule.ts'
import { type Example, exampleOf } from './example.ts'

/** The rules of an emulated API. */
export interface LoadedBook {
  readonly api: Api
  readonly book: RuleBook
  readonly rules: readonly Rule[]
  /** By the id of the rule: some bodies are too long to look for them in each report. */
  readonly examples: ReadonlyMap<string, Example>
}

/** By the name of the API, in the order of the APIs. */
export type Books = ReadonlyMap<string, LoadedBook>

/** Loads the rules of all APIs that have some. */
export async function loadBooks(apis: readonly Api[]): Promise<Books> {
  const loaded = await Promise.all(apis.map(async (api) => ({ api, book: await api.rules?.() })))
  return new Map(loaded.flatMap(({ api, book }) => (book === undefined ? [] : [[api.name, loadedBook(api, book)]])))
}

function loadedBook(api: Api, book: RuleBook): LoadedBook {
  const credentials = Object.keys(api.credential.headers)
  const rules = rulesIn(book)
  const examples = rules.flatMap(({ id, cases: [first] }) => {
    const example = first && exampleOf(first, credentials)
    return example === undefined ? [] : [[id, example] as const]
  })
  return { api, book, rules, examples: new Map(examples) }
}
