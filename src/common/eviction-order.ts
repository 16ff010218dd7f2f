/** Something whose oldest entries may be evicted to save memory. */
export interface Spender {
  readonly kind: 'bodies' | 'history' | 'journals'
  /** About how much memory it takes, in bytes. */
  readonly bytes: number
  /** When its oldest entry was added, in milliseconds on a monotonic clock. It increases as entries go. */
  readonly oldest: number
  /** @returns how many entries it has dropped */
  dropOldest(): number
}

interface Place {
  readonly spender: Spender
  /** What `spender.oldest` was when the place was assigned. */
  readonly oldest: number
}

/** Spenders of one kind, ordered by their oldest entries. Thousands of them share one budget, so they are not searched for each eviction. */
export class EvictionOrder {
  readonly #spenders = new Set<Spender>()
  /** The one with the oldest entry comes last. Places may be out of date, but only too far behind. */
  #places: Place[] = []

  /** To be called when the memory of a spender has changed. */
  update(spender: Spender): void {
    const isMember = spender.bytes > 0
    if (isMember === this.#spenders.has(spender)) return
    if (isMember) {
      this.#spenders.add(spender)
      this.#insert(spender)
    } else {
      this.#spenders.delete(spender)
      // A spender that is gone must not stay in memory.
      if (this.#places.length > 2 * this.#spenders.size) {
        this.#places = this.#places.filter((place) => this.#spenders.has(place.spender))
      }
    }
  }

  /** Drops the oldest entry of all. @returns how many entries were dropped; 0 if there are none */
  dropOldest(): number {
    for (let place = this.#places.pop(); place !== undefined; place = this.#places.pop()) {
      const { spender, oldest } = place
      if (!this.#spenders.has(spender)) continue
      const dropped = oldest < spender.oldest ? 0 : spender.dropOldest()
      if (this.#spenders.has(spender)) this.#insert(spender)
      if (dropped > 0) return dropped
    }
    return 0
  }

  #insert(spender: Spender): void {
    const { oldest } = spender
    let [low, high] = [0, this.#places.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#places[middle] as Place).oldest > oldest) low = middle + 1
      else high = middle
    }
    this.#places.splice(low, 0, { spender, oldest })
  }
}
