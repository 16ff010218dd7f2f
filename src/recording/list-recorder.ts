import { Errors } from '@sinclair/typebox/errors'
import type { Api, ListDefinition } from '../api/define-api.ts'
import type { RecordedList } from '../api/recording.ts'
import { schemaProblems } from '../common/schema-problems.ts'
import { membersReadBy, namingMember, sampleOf } from '../fixtures/member-names.ts'
import { Collection, type CollectionBuilder } from '../state/collection.ts'
import { JsonTexts } from './json-text.ts'
import type { KeptFields } from './kept-fields.ts'
import type { Notes } from './notes.ts'
import type { Pseudonyms } from './pseudonyms.ts'

/** How many pseudonyms a value that must be unique can get. */
const MAX_VARIANTS = 4

type Members = Readonly<Record<string, unknown>>

/** What the lists of a recording share. */
export interface RecordingContext {
  readonly pseudonyms: Pseudonyms
  readonly kept: KeptFields
  readonly notes: Notes
}

/** What became of a record of the service; `moved` if it was already recorded, so that the service moved it to another page. */
export type Outcome =
  | { readonly kind: 'added'; readonly record: object }
  | { readonly kind: 'moved' }
  | { readonly kind: 'invalid'; readonly problem: string }

/** Replaces everything personal in the records of one list, and collects them. */
export class ListRecorder {
  readonly name: string
  readonly recorded: RecordedList
  readonly #definition: ListDefinition
  readonly #context: RecordingContext
  readonly #jsonTexts: ReadonlyMap<string, JsonTexts>
  /** The lists that members name records of. */
  readonly #references = new Map<string, ListRecorder>()
  /** The members whose values no two records may share. */
  readonly #unique: readonly string[]
  readonly #hasKeptKey: boolean
  readonly #builder: CollectionBuilder<object>
  readonly #records: object[] = []
  /** The keys of the records of this run, as the service has them. */
  readonly #seen = new Set<string>()

  /** @param others the lists of the API that come before this one */
  constructor(api: Api, recorded: RecordedList, context: RecordingContext, others: readonly ListRecorder[]) {
    const definition = api.lists[recorded.list]
    if (definition === undefined) throw new TypeError(`${api.name} has no list '${recorded.list}'`)
    const { keys, references = {} } = definition
    const { pseudonyms, kept, notes } = context
    this.name = recorded.list
    this.recorded = recorded
    this.#definition = definition
    this.#context = context
    for (const [member, list] of Object.entries(references)) {
      const target = others.find(({ name }) => name === list)
      if (target !== undefined) this.#references.set(member, target)
    }
    this.#jsonTexts = new Map(
      recorded.json?.map((member) => [member, new JsonTexts(pseudonyms, notes, (path) => kept.hasPart(member, path))])
    )
    const keyMembers = membersReadBy(keys.key, sampleOf(definition))
    this.#unique = [...keyMembers, ...membersReadBy(keys.unique ?? (() => undefined), sampleOf(definition))]
    this.#hasKeptKey = keyMembers.every((member) => recorded.kept.includes(member))
    this.#builder = Collection.builder(keys)
  }

  /** The records so far, in the order of the service. */
  get records(): readonly object[] {
    return this.#records
  }

  /** Adds a record of the service. */
  add(value: unknown): Outcome {
    const given = this.#complete(value)
    const [problem] = schemaProblems(Errors(this.#definition.schema, given), '', 'none')
    if (problem !== undefined) return { kind: 'invalid', problem: `${problem.pointer.slice(1)}: ${problem.expected}` }
    const key = this.#definition.keys.key(given)
    if (this.#seen.has(key)) return { kind: 'moved' }
    this.#seen.add(key)
    for (let variant = 0; variant < MAX_VARIANTS; variant++) {
      const record = this.#replace(given, variant)
      const taken = this.restore(record)
      if (taken === undefined) return { kind: 'added', record }
      if (taken === 'key' && this.#hasKeptKey) return { kind: 'moved' }
    }
    return { kind: 'invalid', problem: `another record has the same ${this.#unique.at(-1)}` }
  }

  /** Adds a record that was recorded before. @returns which value another record has; `undefined` if it was added */
  restore(record: object): 'key' | 'unique' | undefined {
    for (const [member, target] of this.#references) target.#require(Reflect.get(record, member))
    const taken = this.#builder.add(record)
    if (taken === undefined) this.#records.push(record)
    return taken
  }

  /** The name of a record of this list after the recording. @param name in the service */
  nameOf(name: string): string {
    const { keys } = this.#definition
    const member = namingMember(this.#definition)
    const variants = Array.from({ length: MAX_VARIANTS }, (_, variant) =>
      this.#text(member, name, variant, keys.key({ [member]: name }))
    )
    return variants.findLast((variant) => this.#has(variant)) ?? (variants[0] as string)
  }

  /** Adds a record with this name, unless there is one: the service may not list what others refer to. */
  #require(name: string): void {
    if (this.#has(name)) return
    const { defaults, schema } = this.#definition
    const defaultOf = (member: string): unknown => Reflect.get(defaults, member) ?? null
    const members = Object.keys(schema.properties).map((member) => [member, defaultOf(member)])
    this.restore({ ...Object.fromEntries(members), [namingMember(this.#definition)]: name })
  }

  #has(name: string): boolean {
    return this.#builder.get(this.#definition.keys.key({ [namingMember(this.#definition)]: name })) !== undefined
  }

  /** The members of the list with their values or defaults, and no others. */
  #complete(value: unknown): Members {
    const given: Members = typeof value === 'object' && value !== null ? { ...value } : {}
    const { defaults, schema } = this.#definition
    const known = Object.keys(schema.properties)
    const { notes, pseudonyms } = this.#context
    // The names could be data, too.
    const unknown = Object.keys(given).filter((name) => !known.includes(name))
    for (const name of unknown) notes.add('unknownMembers', pseudonyms.ofText(name))
    return Object.fromEntries(known.map((name) => [name, given[name] ?? Reflect.get(defaults, name)]))
  }

  #replace(given: Members, variant: number): object {
    const key = this.#definition.keys.key(given)
    const members = Object.entries(given).map(([member, value]) => {
      if (typeof value !== 'string' || this.recorded.kept.includes(member)) return [member, value]
      const name = this.#references.get(member)?.nameOf(value)
      return [member, name ?? this.#text(member, value, this.#unique.includes(member) ? variant : 0, key)]
    })
    return Object.fromEntries(members)
  }

  /** @param variant above 0 for another pseudonym, which depends on the key of the record */
  #text(member: string, value: string, variant: number, key: string): string {
    if (this.#context.kept.has(member)) return value
    const jsonTexts = this.#jsonTexts.get(member)
    if (jsonTexts !== undefined) return jsonTexts.replace(value)
    return this.#context.pseudonyms.ofText(value, variant === 0 ? '' : `${variant} ${key}`)
  }
}
