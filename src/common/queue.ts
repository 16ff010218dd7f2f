/** The array is copied once it starts with this many removed items. */
const MOST_GAPS = 1000

/** A queue with a fast `shift()`. That of an array moves all items: measured 17 µs with 20,000 items. */
export class Queue<T> {
  #items: (T | undefined)[] = []
  #start = 0

  get size(): number {
    return this.#items.length - this.#start
  }

  /** The oldest item. */
  get first(): T | undefined {
    return this.#items[this.#start]
  }

  /** The item at an index; the oldest has 0. */
  at(index: number): T | undefined {
    return this.#items[this.#start + index]
  }

  push(item: T): void {
    this.#items.push(item)
  }

  /** Removes the oldest item. */
  shift(): T | undefined {
    const first = this.first
    if (this.size === 0) return undefined
    this.#items[this.#start++] = undefined
    if (this.#start >= MOST_GAPS && this.#start >= this.size) this.replace(this.all())
    return first
  }

  /** All items, oldest first. */
  all(): T[] {
    return this.#items.slice(this.#start) as T[]
  }

  replace(items: T[]): void {
    this.#items = items
    this.#start = 0
  }
}
