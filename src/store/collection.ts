import { setImmediate as others } from 'node:timers/promises'
import { IndexBy } from './index-by.ts'
import { Sequence } from './sequence.ts'

/** How the records of a collection are found. */
export interface Keys<T> {
  readonly key: (record: T) => string
  /** A second value that no two records may share; `undefined` where a record has none. */
  readonly unique?: (record: T) => string | undefined
}

/** A record and its place in the order of creation. */
interface Entry<T> {
  readonly serial: number
  readonly record: T
}

const RECORDS_AT_ONCE = 10_000

type Index<T> = IndexBy<Entry<T>>

/**
 * An immutable collection of records: found by key, listed in order of creation, with at most one record for each
 * unique value. Every change returns a new collection that shares nearly all with the old one.
 *
 * The operations trust their caller: whoever puts a record has looked whether its unique value is free.
 */
export class Collection<T extends object> {
  readonly #keys: Keys<T>
  readonly #order: Sequence<Entry<T>>
  readonly #byKey: Index<T>
  readonly #byUnique: Index<T>

  private constructor(keys: Keys<T>, order: Sequence<Entry<T>>, byKey: Index<T>, byUnique: Index<T>) {
    this.#keys = keys
    this.#order = order
    this.#byKey = byKey
    this.#byUnique = byUnique
  }

  /** Starts a collection of many records, which are added one by one and checked as they come. */
  static builder<T extends object>(keys: Keys<T>): CollectionBuilder<T> {
    const entries: Entry<T>[] = []
    const byKey = new Map<string, Entry<T>>()
    const byUnique = new Map<string, Entry<T>>()
    return {
      add(record) {
        const key = keys.key(record)
        const unique = keys.unique?.(record)
        if (byKey.has(key)) return 'key'
        if (unique !== undefined && byUnique.has(unique)) return 'unique'
        const entry = { serial: entries.length, record }
        entries.push(entry)
        byKey.set(key, entry)
        if (unique !== undefined) byUnique.set(unique, entry)
        return undefined
      },
      build: () => new Collection(keys, Sequence.from(entries), new IndexBy(byKey), new IndexBy(byUnique))
    }
  }

  get size(): number {
    return this.#order.size
  }

  get(key: string): T | undefined {
    return this.#byKey.get(key)?.record
  }

  /** The record that holds this unique value. */
  holder(unique: string): T | undefined {
    return this.#byUnique.get(unique)?.record
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
    const entry = { serial: this.#order.next, record }
    return this.#with(entry, this.#order.append(entry), this.#byUnique)
  }

  /** Puts a record in the place of the one with its key. There has to be one. */
  replace(record: T): Collection<T> {
    const present = this.#byKey.get(this.#keys.key(record)) as Entry<T>
    const entry = { serial: present.serial, record }
    return this.#with(entry, this.#order.replace(entry.serial, entry), this.#withoutUnique(present.record))
  }

  /** Without the record of this key; the same collection where there is none. */
  remove(key: string): Collection<T> {
    const present = this.#byKey.get(key)
    if (present === undefined) return this
    const order = this.#order.remove(present.serial)
    return new Collection(this.#keys, order, this.#byKey.delete(key), this.#withoutUnique(present.record))
  }

  /** @param others the index by unique value without the record's own */
  #with(entry: Entry<T>, order: Sequence<Entry<T>>, others: Index<T>): Collection<T> {
    const unique = this.#keys.unique?.(entry.record)
    const byUnique = unique === undefined ? others : others.set(unique, entry)
    return new Collection(this.#keys, order, this.#byKey.set(this.#keys.key(entry.record), entry), byUnique)
  }

  #withoutUnique(record: T): Index<T> {
    const unique = this.#keys.unique?.(record)
    return unique === undefined ? this.#byUnique : this.#byUnique.delete(unique)
  }
}

export interface CollectionBuilder<T extends object> {
  /** Adds a record at the end, unless its key or unique value is taken: then it says which and adds nothing. */
  add(record: T): 'key' | 'unique' | undefined
  build(): Collection<T>
}
