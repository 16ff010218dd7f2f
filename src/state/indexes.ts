import { IndexBy } from './index-by.ts'

/** The keys by which the records of a collection are found. */
export interface Keys<T> {
  key(record: T): string
  /** A second value that no two records may share; `undefined` for a record without one. */
  unique?(record: T): string | undefined
}

/** A record and its place in the order of creation. */
export interface Entry<T> {
  readonly serial: number
  readonly record: T
}

/** Finds the entries of a collection by key and by unique value. */
export class Indexes<T extends object> {
  readonly #keys: Keys<T>
  readonly #byKey: IndexBy<Entry<T>>
  readonly #byUnique: IndexBy<Entry<T>>

  private constructor(keys: Keys<T>, byKey: IndexBy<Entry<T>>, byUnique: IndexBy<Entry<T>>) {
    this.#keys = keys
    this.#byKey = byKey
    this.#byUnique = byUnique
  }

  /** Starts indexes that many collections can share: they are never changed once built. */
  static builder<T extends object>(keys: Keys<T>): IndexesBuilder<T> {
    const byKey = new Map<string, Entry<T>>()
    const byUnique = new Map<string, Entry<T>>()
    return {
      add(entry) {
        const key = keys.key(entry.record)
        const unique = keys.unique?.(entry.record)
        if (byKey.has(key)) return 'key'
        if (unique !== undefined && byUnique.has(unique)) return 'unique'
        byKey.set(key, entry)
        if (unique !== undefined) byUnique.set(unique, entry)
        return undefined
      },
      get: (key) => byKey.get(key)?.record,
      renew(key, change) {
        const entry = byKey.get(key) as Entry<T>
        byKey.delete(key)
        change(entry.record)
        byKey.set(keys.key(entry.record), entry)
      },
      build: () => new Indexes(keys, new IndexBy(byKey), new IndexBy(byUnique))
    }
  }

  get(key: string): Entry<T> | undefined {
    return this.#byKey.get(key)
  }

  /** The entry that holds this unique value. */
  holder(unique: string): Entry<T> | undefined {
    return this.#byUnique.get(unique)
  }

  /** Indexes that may be changed: these, or new ones over the same base. */
  changeable(): Indexes<T> {
    const byKey = this.#byKey.changeable()
    return byKey === this.#byKey ? this : new Indexes(this.#keys, byKey, this.#byUnique.changeable())
  }

  add(entry: Entry<T>): void {
    this.#byKey.set(this.#keys.key(entry.record), entry)
    const value = this.#keys.unique?.(entry.record)
    if (value !== undefined) this.#byUnique.set(value, entry)
  }

  remove({ record }: Entry<T>): void {
    this.#byKey.delete(this.#keys.key(record))
    const value = this.#keys.unique?.(record)
    if (value !== undefined) this.#byUnique.delete(value)
  }
}

export interface IndexesBuilder<T extends object> {
  /** Adds an entry. @returns what another entry already has, in which case nothing is added */
  add(entry: Entry<T>): 'key' | 'unique' | undefined
  get(key: string): T | undefined
  /** Lets a record be changed, which gives it another key: a free one. Its unique value stays. */
  renew(key: string, change: (record: T) => void): void
  build(): Indexes<T>
}
