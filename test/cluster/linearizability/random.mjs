// A seeded source of choices, so that the troubles and requests of a round can be repeated. Their timing cannot.
export class Random {
  #state

  constructor(seed) {
    this.#state = seed >>> 0
  }

  /** A number from 0 up to 1 (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let bits = this.#state
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `low` to `high`. */
  between(low, high) {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick(values) {
    return values[this.between(0, values.length - 1)]
  }

  /** @param weights the share of each choice by name, as whole numbers */
  weighted(weights) {
    return this.pick(Object.entries(weights).flatMap(([name, weight]) => Array(weight).fill(name)))
  }
}
