import { Map as PersistentMap } from 'immutable'

/**
 * An immutable index from text to values: a plain `Map` that is never changed once it is filled, and a persistent map of
 * what has changed since (`null`: removed).
 *
 * A persistent map alone costs several cache misses a look-up at half a million keys (3 µs against 0.4 µs measured), ten
 * times as long to fill, and twice the memory.
 */
export class IndexBy<V extends object> {
  readonly #base: ReadonlyMap<string, V>
  readonly #changes: PersistentMap<string, V | null>

  constructor(base: ReadonlyMap<string, V>, changes: PersistentMap<string, V | null> = PersistentMap()) {
    this.#base = base
    this.#changes = changes
  }

  get(key: string): V | undefined {
    const changed = this.#changes.size === 0 ? undefined : this.#changes.get(key)
    return changed === undefined ? this.#base.get(key) : (changed ?? undefined)
  }

  set(key: string, value: V): IndexBy<V> {
    return new IndexBy(this.#base, this.#changes.set(key, value))
  }

  delete(key: string): IndexBy<V> {
    return new IndexBy(this.#base, this.#base.has(key) ? this.#changes.set(key, null) : this.#changes.delete(key))
  }
}
