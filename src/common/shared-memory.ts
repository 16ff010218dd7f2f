/** `state` is what a sandbox or the server serves; `log` is what journals and histories still show. */
export type Holder = 'state' | 'log'

interface Held<K> {
  readonly key: K
  readonly bytes: number
  state: number
  log: number
}

/** Counts values that many sandboxes, journals and histories share once, for as long as one of them holds the value. */
export class SharedMemory<K> {
  readonly #held = new Map<K, Held<K>>()
  readonly #spend: (bytes: number, ofState: number) => void

  /** @param spend accounts for memory that is taken, or given back if negative, and for how much of it is state */
  constructor(spend: (bytes: number, ofState: number) => void) {
    this.#spend = spend
  }

  /** @returns the value, or an equal text that is held already: only one of them has to stay in memory */
  hold(key: K, by: Holder, bytes: number): K {
    const held = this.#held.get(key) ?? { key, bytes, state: 0, log: 0 }
    const isNew = held.state + held.log === 0
    if (isNew) this.#held.set(key, held)
    const isNewState = by === 'state' && held.state === 0
    held[by]++
    if (isNew || isNewState) this.#spend(isNew ? bytes : 0, isNewState ? held.bytes : 0)
    return held.key
  }

  /** How many holders of a kind a value has. */
  holders(key: K, by: Holder): number {
    return this.#held.get(key)?.[by] ?? 0
  }

  release(key: K, by: Holder): void {
    const held = this.#held.get(key)
    if (held === undefined) return
    held[by]--
    const isGone = held.state + held.log === 0
    if (isGone) this.#held.delete(key)
    const wasLastState = by === 'state' && held.state === 0
    if (isGone || wasLastState) this.#spend(isGone ? -held.bytes : 0, wasLastState ? -held.bytes : 0)
  }
}
