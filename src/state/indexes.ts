import { IndexBy } from './index-by.ts'

/** How the records of a collection are found. */
export interface Keys<T> {
  readonly key: (record: T) => string
  /** A second value that no two records may share; `undefined` where a record has none. */
  readonly unique?: (record: T) => string | undefined
}

/** A record and its place in the order of creation. */
export interface Entry<T> {
  readonly serial: number
  readonly record: T
}

/** Finds the entries of a collection, by key and by unique value. */
export class Indexes<T extends object> {
  readonly #keys: Keys<T>
  readonly #byKey: IndexBy<Entry<T>>
  readonly #byUnique: IndexBy<Entry<T>>

  private constructor(keys: Keys<T>, byKey: IndexBy<Entry<T>>, byUnique: IndexBy<Entry<T>>) {
    this.#keys = keys
    this.#byKey = byKey
    this.#byUnique = byUnique
  }

  /** Starts indexes that are never changed once they are built: many collections can begin with them. */
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

  /** Whether an entry with this key was there when the indexes were built, and still is. */
  hasFromBeginning(key: string): boolean {
    return this.#byKey.hasFromBeginning(key)
  }

  /** Indexes that may be changed: these, or others that begin with them where these may not. */
  changeable(): Indexes<T> {
    const byKey = this.#byKey.changeable()
    return byKey === this.#byKey ? this : new Indexes(this.#keys, byKey, this.#byUnique.changeable())
  }

  add(entry: Entry<T>): void {
    const { key, unique } = this.#keys
    this.#byKey.set(key(entry.record), entry)
    const value = unique?.(entry.record)
    if (value !== undefined) this.#byUnique.set(value, entry)
  }

  remove({ record }: Entry<T>): void {
    const { key, unique } = this.#keys
    this.#byKey.delete(key(record))
    const value = unique?.(record)
    if (value !== undefined) this.#byUnique.delete(value)
  }
}

export interface IndexesBuilder<T extends object> {
  /** Adds an entry, unless its key or unique value is taken: then it says which and adds nothing. */
  add(entry: Entry<T>): 'key' | 'unique' | undefined
  build(): Indexes<T>
}
