import { useList } from './use-list.ts'
import type { Loaded } from './use-loaded.ts'

/** A list of records of an emulated API. */
export interface ListDescriptor {
  readonly name: string
  /** The name of its number of records in `counts`. */
  readonly count: string
  readonly label?: string
  /** The members that form the key of a record. */
  readonly key: readonly string[]
  /** The members that a new record may leave out. */
  readonly optional: readonly string[]
  /** Members that name a record of another list of the API, by the name of that list. */
  readonly references: Readonly<Record<string, string>>
  /** The JSON Schema of a complete record. */
  readonly schema: { readonly properties?: Readonly<Record<string, MemberSchema>> }
}

/** The JSON Schema of a member of a record. */
export interface MemberSchema {
  readonly type?: string
  readonly description?: string
  readonly anyOf?: readonly MemberSchema[]
}

/** An emulated API. */
export interface ApiDescriptor {
  readonly name: string
  readonly title: string
  /** The path of its main list. */
  readonly home: string
  readonly lists: readonly ListDescriptor[]
  /** Headers that authenticate a request. */
  readonly credentials: Readonly<Record<string, string>>
}

/** The emulated APIs of the server. */
export const useApis = (): Loaded<readonly ApiDescriptor[]> => useList('apis', ['reset'])
