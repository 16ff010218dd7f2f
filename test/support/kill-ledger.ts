/** A reset of everything, or of the records only. */
export type Reset = 'everything' | 'records'

/** What a client knows of a server: the acknowledged value of each thing, and what it sent without getting a response. */
export class Ledger {
  readonly #initial: ReadonlyMap<string, string>
  readonly #values: Map<string, string>
  readonly #pending = new Map<string, string | undefined>()
  #pendingReset: Reset | undefined
  acknowledged = 0

  /**
   * @param values the present values
   * @param initial the values after a complete reset
   */
  constructor(values: ReadonlyMap<string, string>, initial: ReadonlyMap<string, string>) {
    this.#values = new Map(values)
    this.#initial = initial
  }

  /** How many changes may have happened without an acknowledgement. */
  get pending(): number {
    return this.#pending.size + Number(this.#pendingReset !== undefined)
  }

  /** Sends a change of one thing. @param value `undefined` to remove it */
  async change<T>(key: string, value: string | undefined, send: () => Promise<T>): Promise<T> {
    this.#pending.set(key, value)
    const response = await send()
    this.#pending.delete(key)
    if (value === undefined) this.#values.delete(key)
    else this.#values.set(key, value)
    this.acknowledged++
    return response
  }

  /** Sends a reset. No other change may be pending. */
  async reset(reset: Reset, send: () => Promise<unknown>): Promise<void> {
    this.#pendingReset = reset
    await send()
    const values = this.#after(reset)
    this.#values.clear()
    for (const [key, value] of values) this.#values.set(key, value)
    this.#pendingReset = undefined
    this.acknowledged++
  }

  /** What neither acknowledged nor pending changes explain, as `key: actual`. */
  differences(actual: ReadonlyMap<string, string>): string[] {
    const differences = this.#differences(this.#values, actual)
    if (this.#pendingReset === undefined || differences.length === 0) return differences
    return this.#differences(this.#after(this.#pendingReset), actual)
  }

  #after(reset: Reset): ReadonlyMap<string, string> {
    return reset === 'everything' ? this.#initial : new Map([...this.#values].filter(([key]) => !isRecord(key)))
  }

  #differences(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>): string[] {
    const keys = new Set([...expected.keys(), ...this.#pending.keys(), ...actual.keys()])
    const isPossible = (key: string): boolean =>
      actual.get(key) === expected.get(key) || (this.#pending.has(key) && actual.get(key) === this.#pending.get(key))
    return [...keys].filter((key) => !isPossible(key)).map((key) => `${key}: ${actual.get(key)}`)
  }
}

/** The keys of records begin with the name of their API. */
const isRecord = (key: string): boolean => /^(atrium|atms) /.test(key)
