/** A reset of everything, or of the records only. */
export type Reset = 'everything' | 'records'

/** What there is, by key. */
export type Values = ReadonlyMap<string, string>

/** A response that says that nothing was changed. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** What a client knows of a server: the acknowledged value of each thing, and what it sent without getting a response. */
export class Ledger {
  readonly #values: Map<string, string>
  readonly #pending = new Map<string, string | undefined>()
  #pendingReset: Values | undefined
  /** How many changes were acknowledged. */
  acknowledged = 0
  /** How many of them increase the revision. */
  revisions = 0
  /** How many changes were refused. */
  refused = 0
  /** When the last acknowledged change was sent, by `performance.now()`. */
  lastSentAt = 0
  /** When the last response refused a change. */
  lastRefusedAt = 0
  /** The guids that the server has assigned since the last reset. */
  readonly #assigned: Set<string>

  /**
   * @param values the present values
   * @param before what was known before a restart
   */
  constructor(values: Values, before?: Ledger) {
    this.#values = new Map(values)
    const isKnown = before !== undefined && before.#pendingReset === undefined
    this.#assigned = new Set(isKnown ? before.#assigned : [])
  }

  /** A copy of the acknowledged values. */
  get values(): Values {
    return new Map(this.#values)
  }

  value(key: string): string | undefined {
    return this.#values.get(key)
  }

  /** @throws if the server has assigned this guid before */
  assign(guid: string): void {
    if (this.#assigned.has(guid)) throw new Error(`${guid} was assigned twice`)
    this.#assigned.add(guid)
  }

  /** How many revisions may have been made without an acknowledgement. */
  get pendingRevisions(): number {
    return [...this.#pending.keys()].filter(makesRevision).length + Number(this.#pendingReset !== undefined)
  }

  /** Sends a change of one thing. @param value `undefined` to remove it */
  async change<T>(key: string, value: string | undefined, send: () => Promise<T>): Promise<T> {
    const sentAt = performance.now()
    this.#pending.set(key, value)
    const response = await this.#noteRefusal(send, () => this.#pending.delete(key))
    this.#pending.delete(key)
    if (value === undefined) this.#values.delete(key)
    else this.#values.set(key, value)
    this.#acknowledge(sentAt, makesRevision(key))
    return response
  }

  /** Sends a reset. No other change may be pending. @param to the values after a complete reset */
  async reset(reset: Reset, to: Values, send: () => Promise<unknown>): Promise<void> {
    const sentAt = performance.now()
    const values = this.#after(reset, to)
    this.#pendingReset = values
    await this.#noteRefusal(send, () => {
      this.#pendingReset = undefined
    })
    this.#values.clear()
    for (const [key, value] of values) this.#values.set(key, value)
    this.#assigned.clear()
    this.#pendingReset = undefined
    this.#acknowledge(sentAt, true)
  }

  /** What neither acknowledged nor pending changes explain, as `key: actual`. */
  differences(actual: Values): string[] {
    const differences = this.#differences(this.#values, actual)
    if (this.#pendingReset === undefined || differences.length === 0) return differences
    return this.#differences(this.#pendingReset, actual)
  }

  async #noteRefusal<T>(send: () => Promise<T>, forget: () => void): Promise<T> {
    try {
      return await send()
    } catch (error) {
      if (error instanceof Refused) {
        forget()
        this.refused++
        this.lastRefusedAt = performance.now()
      }
      throw error
    }
  }

  #acknowledge(sentAt: number, isRevision: boolean): void {
    this.acknowledged++
    this.revisions += Number(isRevision)
    this.lastSentAt = Math.max(this.lastSentAt, sentAt)
  }

  /** What a reset leaves: uploaded fixture sets belong to the server. */
  #after(reset: Reset, to: Values): Values {
    const isKept = (key: string) => (reset === 'everything' ? !makesRevision(key) : !isRecord(key))
    const added = reset === 'everything' ? [...to] : [...to].filter(([key]) => isRecord(key))
    return new Map([...[...this.#values].filter(([key]) => isKept(key)), ...added])
  }

  #differences(expected: Values, actual: Values): string[] {
    const keys = new Set([...expected.keys(), ...this.#pending.keys(), ...actual.keys()])
    const isPossible = (key: string): boolean =>
      actual.get(key) === expected.get(key) || (this.#pending.has(key) && actual.get(key) === this.#pending.get(key))
    return [...keys].filter((key) => !isPossible(key)).map((key) => `${key}: ${actual.get(key)}`)
  }
}

/** The keys of records begin with the name of their API. */
const isRecord = (key: string): boolean => /^(atrium|atms) /.test(key)

/** Fixture sets belong to no sandbox, so they have no revision. */
const makesRevision = (key: string): boolean => !key.startsWith('set ')
