import { nextTurn } from '../common/timers.ts'
import { type Entry, Indexes, type Keys } from './indexes.ts'
import { recordBytes } from './record-bytes.ts'
import { Sequence } from './sequence.ts'

const RECORDS_PER_TURN = 10_000

/**
 * An immutable collection of records: found by key, listed in order of creation, with at most one record for each unique value. Every
 * change returns a new collection that shares nearly everything with the old one.
 *
 * A change moves the indexes to the new collection, because later reads use that one. An old collection rebuilds its indexes when a
 * record is looked up by key. So a change is cheap, and no version keeps later ones in memory.
 *
 * The caller must have checked that keys and unique values are free.
 */
export class Collection<T extends object> {
  readonly #keys: Keys<T>
  readonly #order: Sequence<Entry<T>>
  #indexes: Indexes<T> | undefined
  /** About how much memory its records took when it was built, in bytes. Later changes do not count. */
  readonly builtBytes: number

  private constructor(keys: Keys<T>, order: Sequence<Entry<T>>, indexes: Indexes<T> | undefined, builtBytes: number) {
    this.#keys = keys
    this.#order = order
    this.#indexes = indexes
    this.builtBytes = builtBytes
  }

  /** Starts a collection of many records, which are checked one by one as they are added. */
  static builder<T extends object>(keys: Keys<T>): CollectionBuilder<T> {
    const entries: Entry<T>[] = []
    const indexes = Indexes.builder(keys)
    let bytes = 0
    return {
      add(record) {
        const entry = { serial: entries.length, record }
        const taken = indexes.add(entry)
        if (taken !== undefined) return taken
        entries.push(entry)
        bytes += recordBytes(record)
        return undefined
      },
      get: indexes.get,
      renew: indexes.renew,
      build: () => new Collection(keys, Sequence.from(entries), indexes.build(), bytes),
      get bytes() {
        return bytes
      }
    }
  }

  get size(): number {
    return this.#order.size
  }

  get(key: string): T | undefined {
    return this.#found.get(key)?.record
  }

  /** The key of a record, which need not be in the collection. */
  keyOf(record: T): string {
    return this.#keys.key(record)
  }

  /** The record with the same key as this one. */
  sameKey(record: T): T | undefined {
    return this.get(this.keyOf(record))
  }

  /** The record that holds this unique value. */
  holder(unique: string): T | undefined {
    return this.#found.holder(unique)?.record
  }

  /** At most `limit` records from `offset` on, in order of creation. */
  slice(offset: number, limit: number): T[] {
    return this.#order.slice(offset, limit).map((entry) => entry.record)
  }

  *[Symbol.iterator](): Generator<T> {
    for (const entry of this.#order) yield entry.record
  }

  /** Copies the records to a collection with separate indexes, which any number of sandboxes can use as base. Yields to other requests. */
  async detached(): Promise<Collection<T>> {
    const builder = Collection.builder(this.#keys)
    for (let offset = 0; offset < this.size; offset += RECORDS_PER_TURN) {
      for (const record of this.slice(offset, RECORDS_PER_TURN)) builder.add(record)
      await nextTurn()
    }
    return builder.build()
  }

  /** Appends a record. Its key must be free. */
  add(record: T): Collection<T> {
    const indexes = this.#takeIndexes()
    const entry = { serial: this.#order.next, record }
    indexes.add(entry)
    return new Collection(this.#keys, this.#order.append(entry), indexes, this.builtBytes)
  }

  /** Replaces the record with the same key, which must exist. */
  replace(record: T): Collection<T> {
    const indexes = this.#takeIndexes()
    const current = indexes.get(this.#keys.key(record)) as Entry<T>
    const entry = { serial: current.serial, record }
    indexes.remove(current)
    indexes.add(entry)
    return new Collection(this.#keys, this.#order.replace(entry.serial, entry), indexes, this.builtBytes)
  }

  /** Where a record is in the order of creation; for a new record, the place that it will get. */
  serialOf(key: string): number {
    return this.#found.get(key)?.serial ?? this.#order.next
  }

  /**
   * The same collection before some changes, for reading: this one keeps its indexes, and the result has none until a record is searched.
   *
   * @param edits newest first: the record that was at a serial number, or nothing
   */
  rewound(edits: readonly { readonly serial: number; readonly record: T | undefined }[]): Collection<T> {
    const order = edits.reduce(
      (order, { serial, record }) =>
        record === undefined ? order.remove(serial) : order.replace(serial, { serial, record }),
      this.#order
    )
    return new Collection(this.#keys, order, undefined, this.builtBytes)
  }

  /** The pairs of records in which a later collection differs, by their places. It takes as long as they differ, and needs no indexes. */
  *changesTo(later: Collection<T>): Generator<readonly [before: T | undefined, after: T | undefined]> {
    for (const [before, after] of this.#order.differences(later.#order))
      if (before?.record !== after?.record) yield [before?.record, after?.record]
  }

  /** Whether another version has the same records in the same places. */
  isSameAs(other: Collection<T> | undefined): boolean {
    return other !== undefined && this.changesTo(other).next().done === true
  }

  /** Whether records are found at once. */
  get isIndexed(): boolean {
    return this.#indexes !== undefined
  }

  /** Builds the indexes that are missing, in several turns of the event loop. */
  async index(): Promise<void> {
    if (this.#indexes !== undefined) return
    const indexes = Indexes.builder(this.#keys)
    for (let offset = 0; offset < this.size; offset += RECORDS_PER_TURN) {
      for (const entry of this.#order.slice(offset, RECORDS_PER_TURN)) indexes.add(entry)
      await nextTurn()
    }
    this.#indexes = indexes.build()
  }

  /** Without the record that has this key; the same collection if there is none. */
  remove(key: string): Collection<T> {
    const current = this.#found.get(key)
    if (current === undefined) return this
    const indexes = this.#takeIndexes()
    indexes.remove(current)
    return new Collection(this.#keys, this.#order.remove(current.serial), indexes, this.builtBytes)
  }

  get #found(): Indexes<T> {
    this.#indexes ??= indexesOf(this.#order, this.#keys)
    return this.#indexes
  }

  /** The indexes for the next version. This version keeps them only if they are shared and so never change. */
  #takeIndexes(): Indexes<T> {
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
  /** Appends a record. @returns what another record already has, in which case nothing is added */
  add(record: T): 'key' | 'unique' | undefined
  get(key: string): T | undefined
  /** Lets a record be changed, which gives it another key: a free one. Its unique value stays. */
  renew(key: string, change: (record: T) => void): void
  build(): Collection<T>
  /** About how much memory the records take, in bytes. */
  readonly bytes: number
}
