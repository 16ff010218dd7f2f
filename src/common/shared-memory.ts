/** `state`: a sandbox or the server serves the value. `log`: a journal or a history still refers to it. */
export type Holder = 'state' | 'log'

interface Held<K> {
  readonly key: K
  readonly bytes: number
  state: number
  log: number
}

/** Accounts once for each value that sandboxes, journals and histories share, as long as one of them holds it. */
export class SharedMemory<K> {
  readonly #held = new Map<K, Held<K>>()
  readonly #spend: (bytes: number, ofState: number) => void

  /** @param spend accounts for memory that is taken, or given back if negative, and for how much of it is state */
  constructor(spend: (bytes: number, ofState: number) => void) {
    this.#spend = spend
  }

  /** @returns the value, or an equal text that is already held, so that only one copy stays in memory */
  hold(key: K, by: Holder, bytes: number): K {
    const held = this.#held.get(key) ?? { key, bytes, state: 0, log: 0 }
    const isNew = held.state + held.log === 0
    if (isNew) this.#held.set(key, held)
    const isNewState = by === 'state' && held.state === 0
    held[by]++
    if (isNew || isNewState) this.#spend(isNew ? bytes : 0, isNewState ? held.bytes : 0)
    return held.key
  }

  /** The number of holders of one kind. */
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
