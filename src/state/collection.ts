import { setImmediate as others } from 'node:timers/promises'
import { type Entry, Indexes, type Keys } from './indexes.ts'
import { Sequence } from './sequence.ts'

const RECORDS_AT_ONCE = 10_000

/**
 * An immutable collection of records: found by key, listed in order of creation, with at most one record for each
 * unique value. Every change returns a new collection that shares nearly all with the old one.
 *
 * The indexes go along to the new one, which is what everybody asks from then on: should somebody still look for a record in
 * the old one, it makes its own anew. So a change costs next to nothing, and no version holds on to those that came after it.
 *
 * The operations trust their caller: whoever puts a record has looked whether its unique value is free.
 */
export class Collection<T extends object> {
  readonly #keys: Keys<T>
  readonly #order: Sequence<Entry<T>>
  #indexes: Indexes<T> | undefined

  private constructor(keys: Keys<T>, order: Sequence<Entry<T>>, indexes: Indexes<T>) {
    this.#keys = keys
    this.#order = order
    this.#indexes = indexes
  }

  /** Starts a collection of many records, which are added one by one and checked as they come. */
  static builder<T extends object>(keys: Keys<T>): CollectionBuilder<T> {
    const entries: Entry<T>[] = []
    const indexes = Indexes.builder(keys)
    return {
      add(record) {
        const entry = { serial: entries.length, record }
        const taken = indexes.add(entry)
        if (taken === undefined) entries.push(entry)
        return taken
      },
      build: () => new Collection(keys, Sequence.from(entries), indexes.build())
    }
  }

  get size(): number {
    return this.#order.size
  }

  get(key: string): T | undefined {
    return this.#found.get(key)?.record
  }

  /** Whether the collection began with a record of this key, and still has one: where most were added since, that is sooner known. */
  hasFromBeginning(key: string): boolean {
    return this.#found.hasFromBeginning(key)
  }

  /** The record that holds this unique value. */
  holder(unique: string): T | undefined {
    return this.#found.holder(unique)?.record
  }

  /** The records from `offset` on, in order of creation, at most `limit` of them. */
  slice(offset: number, limit: number): T[] {
    return this.#order.slice(offset, limit).map((entry) => entry.record)
  }

  *[Symbol.iterator](): Generator<T> {
    for (const entry of this.#order) yield entry.record
  }

  /** The same object for as long as the records and their order are the same. */
  get version(): object {
    return this.#order
  }

  /**
   * The same records in a collection that has nothing in common with the versions before this one, so that any number of
   * sandboxes can begin with it. Requests go on while it is made.
   */
  async apart(): Promise<Collection<T>> {
    const builder = Collection.builder(this.#keys)
    for (let offset = 0; offset < this.size; offset += RECORDS_AT_ONCE) {
      for (const record of this.slice(offset, RECORDS_AT_ONCE)) builder.add(record)
      await others()
    }
    return builder.build()
  }

  /** Puts a record at the end. Its key is free. */
  add(record: T): Collection<T> {
    const indexes = this.#handOn()
    const entry = { serial: this.#order.next, record }
    indexes.add(entry)
    return new Collection(this.#keys, this.#order.append(entry), indexes)
  }

  /** Puts a record in the place of the one with its key. There has to be one. */
  replace(record: T): Collection<T> {
    const indexes = this.#handOn()
    const present = indexes.get(this.#keys.key(record)) as Entry<T>
    const entry = { serial: present.serial, record }
    indexes.remove(present)
    indexes.add(entry)
    return new Collection(this.#keys, this.#order.replace(entry.serial, entry), indexes)
  }

  /** Without the record of this key; the same collection where there is none. */
  remove(key: string): Collection<T> {
    const present = this.#found.get(key)
    if (present === undefined) return this
    const indexes = this.#handOn()
    indexes.remove(present)
    return new Collection(this.#keys, this.#order.remove(present.serial), indexes)
  }

  get #found(): Indexes<T> {
    this.#indexes ??= indexesOf(this.#order, this.#keys)
    return this.#indexes
  }

  /** The indexes for the next version. Those that may not be changed stay with this one too. */
  #handOn(): Indexes<T> {
    const indexes = this.#found
    const next = indexes.changeable()
    if (next === indexes) this.#indexes = undefined
    return next
  }
}

function indexesOf<T extends object>(entries: Iterable<Entry<T>>, keys: Keys<T>): Indexes<T> {
  const indexes = Indexes.builder(keys)
  for (const entry of entries) indexes.add(entry)
  return indexes.build()
}

export interface CollectionBuilder<T extends object> {
  /** Adds a record at the end, unless its key or unique value is taken: then it says which and adds nothing. */
  add(record: T): 'key' | 'unique' | undefined
  build(): Collection<T>
}
