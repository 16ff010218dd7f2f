/** Something whose oldest entries may be evicted to save memory. */
export interface Spender {
  readonly kind: 'bodies' | 'coverage' | 'history' | 'journals'
  /** About how much memory it takes, in bytes. */
  readonly bytes: number
  /** When its oldest entry was added, in milliseconds on a monotonic clock. It increases as entries are dropped. */
  readonly oldest: number
  /** @returns how many entries it has dropped */
  dropOldest(): number
}

interface Place {
  readonly spender: Spender
  /** The value of `spender.oldest` when the place was assigned. */
  readonly oldest: number
}

/** Spenders of one kind, sorted by their oldest entries. Thousands may share one budget, so a search for each eviction would be slow. */
export class EvictionOrder {
  readonly #spenders = new Set<Spender>()
  /** The spender with the oldest entry comes last. A place may be outdated, but then its spender comes too late, never too early. */
  #places: Place[] = []

  /** Call this after the memory of a spender has changed. */
  update(spender: Spender): void {
    const isMember = spender.bytes > 0
    if (isMember === this.#spenders.has(spender)) return
    if (isMember) {
      this.#spenders.add(spender)
      this.#insert(spender)
    } else {
      this.#spenders.delete(spender)
      // Places must not keep removed spenders in memory.
      if (this.#places.length > 2 * this.#spenders.size) {
        this.#places = this.#places.filter((place) => this.#spenders.has(place.spender))
      }
    }
  }

  /** Drops the oldest entry of all spenders. @returns how many entries were dropped; 0 if there are none */
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
