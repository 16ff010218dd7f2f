import type { Static, TObject, TProperties, TSchema } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import type { BodyCache } from '../http/body-cache.ts'
import type { Behavior } from '../rules/behavior.ts'
import type { RuleBook } from '../rules/rule.ts'
import type { RecordChange } from '../state/changes.ts'
import type { Collection } from '../state/collection.ts'
import type { Keys } from '../state/indexes.ts'
import type { State } from '../state/state.ts'
import type { RecordedList } from './recording.ts'

/** Makes up a member of a record: the same every time. */
export interface DerivedMember {
  readonly member: string
  /**
   * @param record the other members
   * @param place of the record in its list
   * @param attempt 0 at first; counts up while another record has the value
   */
  makeUp(seed: string, record: Readonly<Record<string, unknown>>, place: number, attempt: number): string
}

/** One list of records that an API keeps. */
export interface ListDefinition<T extends object = object> {
  /** A complete record; the order of its members is their order in responses, fixtures and the state file. */
  readonly schema: TObject
  readonly keys: Keys<T>
  /** The values of members that a fixture may omit. */
  readonly defaults: Partial<T>
  /** The member that a fixture writes instead of the whole record: `"tokens": ["test-token"]`. */
  readonly bare?: string
  /** Members that must name a record of another list of this API, by the name of that list; stored in the spelling of that record. */
  readonly references?: Readonly<Record<string, string>>
  /** A member that a fixture may leave out, because it can be made up. */
  readonly derived?: DerivedMember
  /** Whether a CSV file can have the records of this list. */
  readonly isTable?: true
  /** The records of this list in a fixture that is a CSV file. */
  readonly withTable?: readonly T[]
  /** The name under which the control API reports the number of records; `{api}{List}` if omitted. */
  readonly count?: string
  /** The display name of the records: `open orders`. The startup banner omits lists without a label. */
  readonly label?: string
  /** What people call one record: `open order`. The label without its last letter if omitted. */
  readonly singular?: string
}

/** @param schema the schema of a complete record */
export const list = <S extends TObject, const D extends ListOptions<Static<S> & object>>(
  schema: S,
  definition: D
): ListDefinition<Static<S> & object> & AsWritten<Static<S>, D> => ({ defaults: {}, ...definition, schema })

type ListOptions<T extends object> = Omit<ListDefinition<T>, 'schema' | 'defaults'> & { readonly defaults?: Partial<T> }

/** Carries the type of a record as a fixture writes it. There is no such value. */
export interface AsWritten<T, D> {
  readonly written?: D extends { readonly bare: infer Member extends keyof T }
    ? T[Member]
    : WithOptional<T, Omittable<D>>
}

/** The members that a fixture may leave out. */
type Omittable<D> =
  | (D extends { readonly defaults: infer Defaults } ? keyof Defaults : never)
  | (D extends { readonly derived: { readonly member: infer Member } } ? Member : never)

type WithOptional<T, Name> = Omit<T, Extract<keyof T, Name>> & Partial<Pick<T, Extract<keyof T, Name>>>

/** The lists of an API as a fixture writes them. */
export type WrittenLists<L> = {
  readonly [Name in keyof L]: L[Name] extends { readonly written?: infer Written }
    ? readonly NonNullable<Written>[]
    : never
}

type RecordOf<L> = L extends ListDefinition<infer T> ? T : never
type Lists = Readonly<Record<string, ListDefinition>>

/** The part of a state that belongs to one API, with the types of its records. */
export interface StateOf<L extends Lists, C extends string> {
  readonly lists: { readonly [Name in keyof L]: Collection<RecordOf<L[Name]>> }
  readonly counters: Readonly<Record<C, number>>
}

/** The lists and counters of an API, and typed access to them. */
export interface Records<L extends Lists = Lists, C extends string = string, N extends string = string> {
  readonly name: N
  readonly lists: L
  readonly counters: readonly C[]
  /** The list that holds its credentials. Messages do not show their values. */
  readonly credential?: { readonly list: string }
  /** This API's part of a sandbox's state. */
  of(state: { readonly apis: State }): StateOf<L, C>
  /** @param counters the API's counters after the change, if it changes one */
  add<Name extends keyof L & string>(
    list: Name,
    record: RecordOf<L[Name]>,
    counters?: Readonly<Record<C, number>>
  ): RecordChange
  replace<Name extends keyof L & string>(list: Name, record: RecordOf<L[Name]>): RecordChange
  remove<Name extends keyof L & string>(list: Name, key: string): RecordChange
}

/**
 * Declares the records and counters of an API.
 *
 * @param name the API's section in fixtures, and its key in the state, the log and the documents
 */
export function defineRecords<const N extends string, L extends Lists, const C extends string = never>(
  name: N,
  lists: L,
  counters: readonly C[] = []
): Records<L, C, N> {
  return {
    name,
    lists,
    counters,
    // The only cast from the generic state to the API's own types. It is safe because both are derived from `lists`.
    of: ({ apis }) => apis[name] as StateOf<L, C>,
    add: (list, record, counters) => ({ op: 'add', api: name, list, record, ...(counters && { counters }) }),
    replace: (list, record) => ({ op: 'replace', api: name, list, record }),
    remove: (list, key) => ({ op: 'remove', api: name, list, key })
  }
}

/** How requests authenticate: the headers that carry a credential. */
export interface CredentialDefinition {
  /** The list that holds the credentials. */
  readonly list: string
  /** The member of a credential that each header carries. `@{sandbox}` may follow the value of the first one. */
  readonly headers: Readonly<Record<string, string>>
  /** The text before the value in the header, as in `Authorization: Bearer …`. */
  readonly scheme?: string
}

/** The segments of a path, percent-decoded; `undefined` for one that is not percent-encoded UTF-8. */
export type Segments = readonly (string | undefined)[]

/** The options of every API plugin, in addition to the API's own. */
export interface ApiPluginOptions {
  /** Caches rendered bodies: clients read the same lists repeatedly. */
  readonly bodies: BodyCache
  /** The alternatives to follow instead of rules of the contract. */
  readonly behavior: Behavior
}

/** One emulated API. */
export interface Api extends Records {
  /** Its display name: `Web Shop`. */
  readonly title: string
  /** The path prefix of its routes; an API without one also serves every path that no other API owns. */
  readonly prefix: '' | `/${string}`
  /** The path that the startup banner and the help show: `/users`. */
  readonly home: string
  /** The main list: `generate` has an option for the number of its records. */
  readonly mainList: string
  readonly credential: CredentialDefinition
  /**
   * The spelling of a path that the routes are declared with, for paths that belong to this API; `undefined` for others.
   * Segments that stay `undefined` in the result keep their own spelling.
   */
  canonicalPath(segments: Segments): Segments | undefined
  /** Its command-line options, by name. A sandbox can replace one with `perSandbox: true`: read it from `sandbox.own.ofApis`. */
  readonly options: Readonly<Record<string, TSchema>>
  /** The real service's host names, which certificates cover. */
  readonly hosts: readonly string[]
  /** Made-up records for `generate`, by list. They are created lazily. */
  generate(options: GenerateOptions): Readonly<Record<string, Iterable<object>>>
  /** @internal The rules of its contract as data. Loaded on demand: a server does without them. */
  rules?(): Promise<RuleBook>
  /** @internal How the command `record` reads the records of a real service. Without it, the API cannot be recorded. */
  readonly recording?: readonly RecordedList[]
  /** Reads this API's data from the directories of version one. */
  readonly versionOne?: VersionOne
  /** @internal Its routes, errors and headers. */
  plugin(app: FastifyInstance, options: ApiPluginOptions): Promise<void>
}

/** A made-up person. */
export interface Person {
  readonly firstName: string
  readonly lastName: string
  readonly phone: string
}

export interface GenerateOptions {
  /** How many records of the main list. */
  readonly count: number
  /** The same seed gives the same records. */
  readonly seed: number
  /** Makes up the next person. */
  readonly person: () => Person
  /** Called for each record of the main list. */
  readonly onRecord: () => void
}

/** How the data directories of version one name an API's changes and counters. */
export interface VersionOne {
  /** @returns the change, for a line of a version-one log whose `op` starts with `{api}.`; `undefined` for an unknown one */
  change(line: Readonly<Record<string, unknown>>): RecordChange | undefined
  /** @returns the counters, from the `$mock` member of a version-one state file; `undefined` if they are missing */
  counters(provenance: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> | undefined
}

/** An API as the library's types show it: its name, its options, and its lists. */
export interface NamedApi<Name extends string, Options extends TProperties, L extends Lists = Lists> extends Api {
  readonly name: Name
  readonly lists: L
  readonly options: Options
}

/** Declares an API. Everything else in the program iterates over the list of APIs and names none of them. */
export const defineApi = <const Name extends string, Options extends TProperties, L extends Lists>(
  definition: NamedApi<Name, Options, L>
): NamedApi<Name, Options, L> => definition
