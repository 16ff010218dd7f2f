/** A reset of everything, or of the records only. */
export type Reset = 'everything' | 'records'

/** What there is, by key. */
export type Values = ReadonlyMap<string, string>

/** When a thing was created, by `performance.now()`. */
interface Creation {
  readonly sentAt: number
  readonly acknowledgedAt: number
}

/** The guids that the server has assigned since the last reset. */
export interface Guids {
  readonly count: number
  /** The places of those that it has acknowledged since the last restart. */
  readonly places: ReadonlySet<number>
}

const NONE: Guids = { count: 0, places: new Set() }

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
  #pendingReset: { readonly values: Values; readonly guids: Guids } | undefined
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
  /** When things were created whose creation was acknowledged, also before a restart. */
  readonly #creations: Map<string, Creation>
  /** How many guids the server has assigned since the last reset, as far as it has acknowledged them. */
  #guids: number
  /** The places of the guids that it has assigned since then. */
  #assigned = new Set<number>()

  /**
   * @param values the present values
   * @param guids how many guids the server has assigned since the last reset
   * @param before what was known before a restart
   */
  constructor(values: Values, guids = 0, before?: Ledger) {
    this.#values = new Map(values)
    this.#guids = guids
    this.#creations = new Map(before === undefined ? [] : before.#creations)
  }

  /** A copy of the acknowledged values. */
  get values(): Values {
    return new Map(this.#values)
  }

  value(key: string): string | undefined {
    return this.#values.get(key)
  }

  get guids(): Guids {
    return { count: this.#guids, places: new Set(this.#assigned) }
  }

  /** @param place of a guid in its sequence. @throws if the server has assigned this guid before */
  assign(place: number): void {
    if (this.#assigned.has(place)) throw new Error(`the guid at ${place} was assigned twice`)
    this.#assigned.add(place)
    this.#guids++
  }

  /** The places that the next guid may have: an uninterrupted run assigns each guid once, in order. */
  get nextGuids(): number[] {
    const pending = [...this.#pending].filter(([key, value]) => key.startsWith('atrium ') && value === 'first')
    const possible = Array.from({ length: pending.length + 1 }, (_, i) => this.#guids + i)
    return this.#pendingReset === undefined ? possible : [this.#pendingReset.guids.count, ...possible]
  }

  /** The things in a list that come after others, although they were created before. @param keys in order of creation */
  outOfOrder(keys: readonly string[]): string[] {
    let latest = Number.NEGATIVE_INFINITY
    return keys.filter((key) => {
      const { sentAt, acknowledgedAt } = this.#creations.get(key) ?? { sentAt: latest, acknowledgedAt: latest }
      const isLate = acknowledgedAt < latest
      latest = Math.max(latest, sentAt)
      return isLate
    })
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
    if (!this.#values.has(key)) this.#creations.set(key, { sentAt, acknowledgedAt: performance.now() })
    if (value === undefined) this.#values.delete(key)
    else this.#values.set(key, value)
    this.#acknowledge(sentAt, makesRevision(key))
    return response
  }

  /**
   * Sends a reset, or the undo of one. No other change may be pending.
   *
   * @param to the values after a complete reset
   * @param guids those that count as assigned afterwards
   */
  async reset<T>(reset: Reset, to: Values, send: () => Promise<T>, guids = NONE): Promise<T> {
    const sentAt = performance.now()
    const values = this.#after(reset, to)
    this.#pendingReset = { values, guids }
    const response = await this.#noteRefusal(send, () => {
      this.#pendingReset = undefined
    })
    this.#values.clear()
    for (const [key, value] of values) this.#values.set(key, value)
    this.#assigned = new Set(guids.places)
    this.#guids = guids.count
    this.#pendingReset = undefined
    this.#acknowledge(sentAt, true)
    return response
  }

  /** What neither acknowledged nor pending changes explain, as `key: actual`. */
  differences(actual: Values): string[] {
    const differences = this.#differences(this.#values, actual)
    if (this.#pendingReset === undefined || differences.length === 0) return differences
    return this.#differences(this.#pendingReset.values, actual)
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
